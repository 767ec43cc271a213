// What Node cannot do for the library that is about to be loaded: change the environment that C code sees (process.env
// is a copy in test sandboxes and worker threads), and silence the lines it writes to the error stream while it loads.
// Loading this addon turns oneDNN on.
#include <cstdlib>
#include <fcntl.h>
#include <node_api.h>
#include <string>
#include <unistd.h>

namespace {

std::string text(napi_env env, napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string result(length, '\0');
  napi_get_value_string_utf8(env, value, &result[0], length + 1, &length);
  return result;
}

// setEnvironment(name, value)
napi_value setEnvironment(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  if (count == 2) setenv(text(env, arguments[0]).c_str(), text(env, arguments[1]).c_str(), 1);
  return nullptr;
}

// silently(function): calls it with the error stream closed; what it throws reaches the caller.
napi_value silently(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value function, receiver, result = nullptr;
  napi_get_cb_info(env, info, &count, &function, nullptr, nullptr);
  napi_get_global(env, &receiver);
  const int kept = dup(STDERR_FILENO);
  const int nowhere = open("/dev/null", O_WRONLY);
  if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  napi_call_function(env, receiver, function, 0, nullptr, &result);
  if (kept >= 0) dup2(kept, STDERR_FILENO);
  if (kept >= 0) close(kept);
  if (nowhere >= 0) close(nowhere);
  return result;
}

napi_value initialise(napi_env env, napi_value exports) {
#if defined(__x86_64__)
  // TensorFlow turns oneDNN off on processors without units for neural networks, where its own kernels are slower and
  // have no gradient of a dilated convolution. What the user has set stays.
  setenv("TF_ENABLE_ONEDNN_OPTS", "1", 0);
#endif
  napi_value function;
  napi_create_function(env, "setEnvironment", NAPI_AUTO_LENGTH, setEnvironment, nullptr, &function);
  napi_set_named_property(env, exports, "setEnvironment", function);
  napi_create_function(env, "silently", NAPI_AUTO_LENGTH, silently, nullptr, &function);
  napi_set_named_property(env, exports, "silently", function);
  return exports;
}

}  // namespace

NAPI_MODULE(process_settings, initialise)
