// What the tests talk to.
export const baseURL = `${process.env.CLOISTER_URL}/v1`;
export const model = 'smollm2-135m-instruct';
export const embedder = 'all-minilm-l6-v2';
