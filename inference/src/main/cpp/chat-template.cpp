// Renders chat templates (Jinja) for the worker, by the engine of libllama-common.
//
// It is a program and not a library in the worker's process, since a template comes with a model file from anywhere and
// the engine can neither be interrupted nor trusted with every input: an endless recursion overflows the stack, a division
// by zero ends the process, a range can ask for all memory. Here each of these ends one rendering and nothing else.
//
// Frames on standard input and output, one answer for each request, in order: u32 big-endian length, then that many bytes
// of JSON in UTF-8.
//
//   request  {"template": text, "bos": text, "eos": text, "globals": {name: value, ...}}
//   answer   {"caps": {name: bool, ...}, "parts": [{"input": bool, "text": text}, ...]}
//            {"caps": {name: bool, ...}}            where the request has no globals
//            {"refused": text}                      the template itself raised an error about the chat
//            {"broken": text}                       the template could not be read or run
//
// A part is input where the engine knows that it came out of a value of "globals": roles and types are told apart by
// their names, since templates make control tokens of them.
//
// A request may take five seconds and a gibibyte; beyond, the process ends by a signal or the request is answered as
// broken. What the answer may hold is limited too.

#include "jinja/caps.h"
#include "jinja/lexer.h"
#include "jinja/parser.h"
#include "jinja/runtime.h"
#include "json.h"

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr uint32_t LARGEST_REQUEST = 32u << 20;
constexpr size_t LARGEST_RENDERING = 32u << 20;
constexpr size_t LARGEST_ERROR = 1000;
constexpr rlim_t MEMORY_BYTES = 1ull << 30;
constexpr time_t SECONDS = 5;
constexpr int MALFORMED = 2;
constexpr char RAISED[] = "Jinja Exception: ";

struct parsed_template {
    std::string source;
    jinja::program program;
    jinja::caps caps;
};

std::unique_ptr<parsed_template> latest;

const parsed_template & parse(const std::string & source) {
    if (!latest || latest->source != source) {
        auto fresh = std::make_unique<parsed_template>();
        fresh->source = source;
        jinja::lexer lexer;
        fresh->program = jinja::parse_from_tokens(lexer.tokenize(source));
        fresh->caps = jinja::caps_get(fresh->program);
        latest = std::move(fresh);
    }
    return *latest;
}

void trust(const jinja::value & object, const char * key) {
    for (auto & pair : object->val_obj) {
        if (pair.first->as_string().str() == key) {
            for (auto & part : pair.second->val_str.parts) {
                part.is_input = false;
            }
        }
    }
}

// The words that no person chose: who speaks, and that a tool is a function.
void trust_roles_and_types(jinja::context & context) {
    const jinja::value messages = context.get_val("messages");
    for (auto & message : messages->val_arr) {
        trust(message, "role");
        for (auto & field : message->val_obj) {
            for (auto & element : field.second->val_arr) {
                trust(element, "type");
            }
        }
    }
    const jinja::value tools = context.get_val("tools");
    for (auto & tool : tools->val_arr) {
        trust(tool, "type");
    }
}

common_json render(const parsed_template & known, const common_json & request) {
    jinja::context context(known.source);
    jinja::global_from_json(context, request.at("globals"), true);
    trust_roles_and_types(context);
    for (const char * name : {"bos", "eos"}) {
        context.set_val(std::string(name) + "_token",
                        jinja::mk_val<jinja::value_string>(request.at(name).get<std::string>()));
    }
    jinja::runtime runtime(context);
    const jinja::value results = runtime.execute(known.program);
    const auto gathered = jinja::runtime::gather_string_parts(results);
    common_json parts = common_json::array();
    size_t size = 0;
    for (const auto & part : gathered->val_str.parts) {
        size += part.val.size();
        if (size > LARGEST_RENDERING) {
            throw std::runtime_error("it renders more than 32 MiB");
        }
        parts.push_back({{"input", part.is_input}, {"text", part.val}});
    }
    return parts;
}

std::string failure(const std::string & what) {
    const size_t raised = what.rfind(RAISED);
    const bool refused = raised != std::string::npos;
    const std::string text = refused ? what.substr(raised + sizeof(RAISED) - 1) : what;
    common_json answer = common_json::object();
    answer[refused ? "refused" : "broken"] = text.substr(0, LARGEST_ERROR);
    return answer.dump_safe();
}

std::string answer(const std::string & text) {
    try {
        const common_json request = common_json::parse(text);
        const parsed_template & known = parse(request.at("template").get<std::string>());
        common_json answer = common_json::object();
        answer["caps"] = common_json(known.caps.to_map());
        if (request.contains("globals")) {
            answer["parts"] = render(known, request);
        }
        return answer.dump();
    } catch (const std::exception & e) {
        return failure(e.what());
    } catch (...) {
        return failure("it ended in an unknown way");
    }
}

bool read_fully(char * to, size_t count) {
    while (count > 0) {
        const ssize_t got = read(STDIN_FILENO, to, count);
        if (got <= 0) {
            if (got < 0 && errno == EINTR) {
                continue;
            }
            return false;
        }
        to += got;
        count -= static_cast<size_t>(got);
    }
    return true;
}

bool write_fully(const std::string & bytes) {
    size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t put = write(STDOUT_FILENO, bytes.data() + done, bytes.size() - done);
        if (put < 0) {
            if (errno == EINTR) {
                continue;
            }
            return false;
        }
        done += static_cast<size_t>(put);
    }
    return true;
}

// The timer's signal is left at its default, which ends the process.
void allow(time_t seconds) {
    const itimerval timer = {{0, 0}, {seconds, 0}};
    setitimer(ITIMER_REAL, &timer, nullptr);
}

void limit(__rlimit_resource resource, rlim_t value) {
    const rlimit limit = {value, value};
    setrlimit(resource, &limit);
}

}  // namespace

int main() {
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_AS, MEMORY_BYTES);
    unsigned char header[4];
    while (read_fully(reinterpret_cast<char *>(header), sizeof(header))) {
        const uint32_t length = static_cast<uint32_t>(header[0]) << 24 | static_cast<uint32_t>(header[1]) << 16 |
                                static_cast<uint32_t>(header[2]) << 8 | header[3];
        if (length > LARGEST_REQUEST) {
            return MALFORMED;
        }
        std::string request(length, '\0');
        if (!read_fully(request.data(), length)) {
            return MALFORMED;
        }
        allow(SECONDS);
        std::string reply = answer(request);
        allow(0);
        const uint32_t size = static_cast<uint32_t>(reply.size());
        const char out[4] = {static_cast<char>(size >> 24), static_cast<char>(size >> 16),
                             static_cast<char>(size >> 8), static_cast<char>(size)};
        if (!write_fully(std::string(out, sizeof(out)) + reply)) {
            return 0;
        }
    }
    return 0;
}
