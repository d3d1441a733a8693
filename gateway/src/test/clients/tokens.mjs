// Stands between a client that can send no token and the instance: passes everything on as it came, with the token added.
import http from 'node:http';

export async function withToken(target, token) {
  const to = new URL(target);
  const server = http.createServer((request, response) => {
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const onward = http.request({ hostname: to.hostname, port: to.port, path: request.url, method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://localhost:${server.address().port}/mcp`, close: () => server.close() };
}
