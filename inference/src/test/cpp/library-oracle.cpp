// Asks the library for its own opinion, for tests: which texts fit the grammar that it makes of a JSON Schema or of
// tools, and which calls it reads out of a text. Frames as of chat-template.cpp.
//
//   {"schema": {...}, "texts": [text, ...]}
//       gives {"fits": [bool, ...]}
//   {"template": text, "messages": [...], "tools": [...], "parallel": bool, "texts": [text, ...]}
//       gives {"fits": [bool, ...], "read": [{"content": text, "calls": [{"name": text, "arguments": text}, ...]}, ...]}
//   either may give {"broken": text}

#include "chat.h"
#include "json-schema-to-grammar.h"
#include "json.h"
#include "llama-grammar.h"

#include <unistd.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

struct grammar_deleter {
    void operator()(llama_grammar * grammar) const { llama_grammar_free_impl(grammar); }
};

bool fits(const std::string & grammar, const std::string & text) {
    const std::unique_ptr<llama_grammar, grammar_deleter> made(
        llama_grammar_init_impl(nullptr, grammar.c_str(), "root", false, nullptr, 0, nullptr, 0));
    if (!made) {
        throw std::runtime_error("the grammar does not compile");
    }
    try {
        llama_grammar_accept_str(*made, text);
    } catch (const std::exception &) {
        return false;
    }
    for (const auto & stack : llama_grammar_get_stacks(made.get())) {
        if (stack.empty()) {
            return true;
        }
    }
    return false;
}

common_json read_calls(const common_chat_params & params, const std::string & text) {
    common_chat_parser_params parser(params);
    parser.parser.load(params.parser);
    common_json read = common_json::object();
    common_json calls = common_json::array();
    try {
        const common_chat_msg message = common_chat_parse(text, false, parser);
        for (const auto & call : message.tool_calls) {
            calls.push_back({{"name", call.name}, {"arguments", call.arguments}});
        }
        read["content"] = message.content;
    } catch (const std::exception & e) {
        read["error"] = std::string(e.what()).substr(0, 300);
    }
    read["calls"] = calls;
    return read;
}

common_json answer(const common_json & request) {
    common_json out = common_json::object();
    common_json all = common_json::array();
    if (request.contains("schema")) {
        const std::string grammar = json_schema_to_grammar(request.at("schema"), true);
        for (const auto & text : request.at("texts")) {
            all.push_back(fits(grammar, text.get<std::string>()));
        }
        out["fits"] = all;
        return out;
    }
    const auto templates = common_chat_templates_init(nullptr, request.at("template").get<std::string>(), "<s>", "</s>");
    common_chat_templates_inputs inputs;
    inputs.messages = common_chat_msgs_parse_oaicompat(request.at("messages"));
    inputs.tools = common_chat_tools_parse_oaicompat(request.at("tools"));
    inputs.tool_choice = COMMON_CHAT_TOOL_CHOICE_REQUIRED;
    inputs.parallel_tool_calls = request.at("parallel").get<bool>();
    inputs.enable_thinking = false;
    const common_chat_params params = common_chat_templates_apply(templates.get(), inputs);
    common_json read = common_json::array();
    for (const auto & text : request.at("texts")) {
        // Some grammars begin with the end of the prompt, others behind it.
        const std::string said = text.get<std::string>();
        all.push_back(fits(params.grammar, said) || fits(params.grammar, params.generation_prompt + said));
        read.push_back(read_calls(params, text.get<std::string>()));
    }
    out["fits"] = all;
    out["read"] = read;
    return out;
}

bool transfer(bool in, char * bytes, size_t count) {
    while (count > 0) {
        const ssize_t done = in ? read(STDIN_FILENO, bytes, count) : write(STDOUT_FILENO, bytes, count);
        if (done <= 0) {
            return false;
        }
        bytes += done;
        count -= static_cast<size_t>(done);
    }
    return true;
}

}  // namespace

int main() {
    unsigned char header[4];
    while (transfer(true, reinterpret_cast<char *>(header), sizeof(header))) {
        std::string request(static_cast<size_t>(header[0]) << 24 | header[1] << 16 | header[2] << 8 | header[3], '\0');
        if (!transfer(true, request.data(), request.size())) {
            return 1;
        }
        std::string reply;
        try {
            reply = answer(common_json::parse(request)).dump_safe();
        } catch (const std::exception & e) {
            reply = common_json{{"broken", std::string(e.what()).substr(0, 500)}}.dump_safe();
        }
        const uint32_t size = static_cast<uint32_t>(reply.size());
        std::string out{static_cast<char>(size >> 24), static_cast<char>(size >> 16), static_cast<char>(size >> 8),
                        static_cast<char>(size)};
        out += reply;
        if (!transfer(false, out.data(), out.size())) {
            return 0;
        }
    }
    return 0;
}
