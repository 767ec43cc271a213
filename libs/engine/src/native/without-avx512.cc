// What oneDNN cannot do on x86 processors without AVX-512; on others nothing changes. TensorFlow's addon is compiled with
// executeAnywhere in the place of TFE_Execute.
//
// bfloat16 is computed in float32: inputs are widened and the first output is rounded, as units for bfloat16 do. Without
// it pooling and the fused normalisation fail there, and convolutions with their gradients take 3 to 14 times as
// long as in float32, because TensorFlow's own kernels step in.
//
// A 1 × 1 convolution of fewer than 8 channels goes to TensorFlow's own kernel, because the one of oneDNN for AVX2
// (TensorFlow 2.21) writes beyond its memory where it has a stride.
//
// Signals wait until an operation has ended, because the products of matrices for AVX have their stack in a small piece of
// the heap, which the handler of a signal, as of a profiler or of Control-C, would overrun. Another thread may take them.
#undef TFE_Execute
#ifndef _WIN32
#include <signal.h>
#endif
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "tensorflow/c/eager/c_api.h"
#include "tensorflow/c/eager/c_api_experimental.h"

namespace {

using Operation = std::unique_ptr<TFE_Op, decltype(&TFE_DeleteOp)>;
using Handle = std::unique_ptr<TFE_TensorHandle, decltype(&TFE_DeleteTensorHandle)>;
using Status = std::unique_ptr<TF_Status, decltype(&TF_DeleteStatus)>;

Operation newOperation(TFE_Context *context, const char *name, TF_Status *status) {
  return Operation(TFE_NewOp(context, name, status), TFE_DeleteOp);
}

bool isRight(const TF_Status *status) { return TF_GetCode(status) == TF_OK; }

// Whether oneDNN pools a small image of this type, in the form in which the engine calls it.
bool pools(TFE_Context *context, TF_DataType type) {
  const Status status(TF_NewStatus(), TF_DeleteStatus);
  const std::array<int64_t, 4> shape = {1, 2, 2, 1};
  std::unique_ptr<TF_Tensor, decltype(&TF_DeleteTensor)> image(
      TF_AllocateTensor(type, shape.data(), 4, 4 * TF_DataTypeSize(type)), TF_DeleteTensor);
  std::memset(TF_TensorData(image.get()), 0, TF_TensorByteSize(image.get()));
  const Handle input(TFE_NewTensorHandle(image.get(), status.get()), TFE_DeleteTensorHandle);
  if (!isRight(status.get())) return false;
  const Operation pooling = newOperation(context, "_MklNativeMaxPool", status.get());
  if (!isRight(status.get())) return false;
  const std::array<int64_t, 4> window = {1, 2, 2, 1};
  const std::string padding = "VALID", kernel = "MklNameChangeOp";
  TFE_OpSetAttrType(pooling.get(), "T", type);
  TFE_OpSetAttrIntList(pooling.get(), "ksize", window.data(), 4);
  TFE_OpSetAttrIntList(pooling.get(), "strides", window.data(), 4);
  TFE_OpSetAttrString(pooling.get(), "padding", padding.data(), padding.size());
  TFE_OpSetAttrBool(pooling.get(), "workspace_enabled", 1);
  TFE_OpSetAttrString(pooling.get(), "_kernel", kernel.data(), kernel.size());
  TFE_OpAddInput(pooling.get(), input.get(), status.get());
  if (!isRight(status.get())) return false;
  std::array<TFE_TensorHandle *, 2> outputs = {nullptr, nullptr};
  int count = 2;
  TFE_Execute(pooling.get(), outputs.data(), &count, status.get());
  for (TFE_TensorHandle *output : outputs)
    if (output != nullptr) TFE_DeleteTensorHandle(output);
  return isRight(status.get());
}

// Such processors are found by what oneDNN refuses. A TensorFlow that has no oneDNN at all is left as it is.
bool lacksBfloat16(TFE_Op *operation, TF_Status *status) {
  TFE_Context *context = TFE_OpGetContext(operation, status);
  static const bool lacks = pools(context, TF_FLOAT) && !pools(context, TF_BFLOAT16);
  return lacks;
}

// Those that oneDNN computes elsewhere; of each only the first output has the type of the first input.
bool isWidened(const char *name) {
  static const std::unordered_set<std::string> names = {
      "Conv2D",
      "Conv2DBackpropFilter",
      "Conv2DBackpropInput",
      "FusedBatchNormGradV3",
      "FusedBatchNormV3",
      "MatMul",
      "_MklNativeFusedBatchNormEx",
      "_MklNativeMaxPool",
      "_MklNativeMaxPoolGrad",
  };
  return names.count(name) > 0;
}

bool isOnGpu(TFE_TensorHandle *handle, TF_Status *status) {
  const char *device = TFE_TensorHandleDeviceName(handle, status);
  return isRight(status) && std::strstr(device, "GPU") != nullptr;
}

// The type of the floating-point inputs of an operation; TF_INT32 where it has none here.
TF_DataType typeOf(TFE_Op *operation, TF_Status *status) {
  const int inputs = TFE_OpGetFlatInputCount(operation, status);
  for (int i = 0; isRight(status) && i < inputs; i++) {
    TFE_TensorHandle *input = TFE_OpGetFlatInput(operation, i, status);
    if (!isRight(status)) break;
    const TF_DataType type = TFE_TensorHandleDataType(input);
    if (type == TF_BFLOAT16 || type == TF_FLOAT) return isOnGpu(input, status) ? TF_INT32 : type;
  }
  return TF_INT32;
}

Handle castTo(TF_DataType type, TFE_TensorHandle *from, TFE_Context *context, TF_Status *status) {
  TFE_TensorHandle *result = nullptr;
  const Operation cast = newOperation(context, "Cast", status);
  if (isRight(status)) {
    TFE_OpSetAttrType(cast.get(), "SrcT", TFE_TensorHandleDataType(from));
    TFE_OpSetAttrType(cast.get(), "DstT", type);
    TFE_OpSetAttrBool(cast.get(), "Truncate", 0);
    TFE_OpAddInput(cast.get(), from, status);
  }
  int count = 1;
  if (isRight(status)) TFE_Execute(cast.get(), &result, &count, status);
  return Handle(result, TFE_DeleteTensorHandle);
}

// The sizes of a filter: the second input of every convolution, or what its values say.
std::array<int64_t, 4> filterSizes(TFE_Op *operation, bool asValues, TF_Status *status) {
  std::array<int64_t, 4> sizes = {0, 0, 0, 0};
  TFE_TensorHandle *filter = TFE_OpGetFlatInput(operation, 1, status);
  if (!isRight(status)) return sizes;
  if (!asValues) {
    for (int axis = 0; axis < 4 && isRight(status); axis++)
      sizes[axis] = TFE_TensorHandleDim(filter, axis, status);
    return sizes;
  }
  std::unique_ptr<TF_Tensor, decltype(&TF_DeleteTensor)> values(
      TFE_TensorHandleResolve(filter, status), TF_DeleteTensor);
  if (!isRight(status)) return sizes;
  const int32_t *list = static_cast<const int32_t *>(TF_TensorData(values.get()));
  for (int axis = 0; axis < 4; axis++) sizes[axis] = list[axis];
  return sizes;
}

bool isNarrowConvolution(TFE_Op *operation, const char *name, TF_Status *status) {
  if (std::strncmp(name, "Conv2D", 6) != 0) return false;
  const bool asValues = std::strcmp(name, "Conv2DBackpropFilter") == 0;
  const auto [height, width, channels, out] = filterSizes(operation, asValues, status);
  return height == 1 && width == 1 && channels < 8;
}

// oneDNN takes no padding by numbers, so that they lead to TensorFlow's own kernel.
void padByNumbers(TFE_Op *convolution) {
  const std::string padding = "EXPLICIT";
  const std::array<int64_t, 8> none = {0, 0, 0, 0, 0, 0, 0, 0};
  TFE_OpSetAttrString(convolution, "padding", padding.data(), padding.size());
  TFE_OpSetAttrIntList(convolution, "explicit_paddings", none.data(), none.size());
}

void executeInFloat32(TFE_Op *operation, const char *name, TFE_TensorHandle **outputs, int *count,
                      TF_Status *status) {
  TFE_Context *context = TFE_OpGetContext(operation, status);
  const bool isNarrow = isNarrowConvolution(operation, name, status);
  if (!isRight(status)) return;
  const Operation wide = newOperation(context, name, status);
  if (!isRight(status)) return;
  // An attribute that is there already stays when the others are added.
  TFE_OpSetAttrType(wide.get(), "T", TF_FLOAT);
  if (isNarrow) padByNumbers(wide.get());
  TFE_OpAddAttrs(wide.get(), TFE_OpGetAttrs(operation));
  std::vector<Handle> widened;
  const int inputs = TFE_OpGetFlatInputCount(operation, status);
  for (int i = 0; isRight(status) && i < inputs; i++) {
    TFE_TensorHandle *input = TFE_OpGetFlatInput(operation, i, status);
    if (!isRight(status)) return;
    if (TFE_TensorHandleDataType(input) == TF_BFLOAT16) {
      widened.push_back(castTo(TF_FLOAT, input, context, status));
      if (!isRight(status)) return;
      input = widened.back().get();
    }
    TFE_OpAddInput(wide.get(), input, status);
  }
  if (!isRight(status)) return;
  TFE_Execute(wide.get(), outputs, count, status);
  if (!isRight(status) || widened.empty()) return;
  const Handle exact(outputs[0], TFE_DeleteTensorHandle);
  outputs[0] = castTo(TF_BFLOAT16, exact.get(), context, status).release();
}

// Whether `operation` runs in another form; it is a convolution, a normalisation, a pooling or a product of matrices.
bool isReplaced(TFE_Op *operation, const char *name, TF_Status *status) {
  if (!lacksBfloat16(operation, status)) return false;
  const TF_DataType type = typeOf(operation, status);
  if (type == TF_BFLOAT16) return true;
  return type == TF_FLOAT && isNarrowConvolution(operation, name, status);
}

// Holds the signals of this thread back, except those of its own faults.
class SignalsHeld {
 public:
#ifdef _WIN32
  SignalsHeld() {}
#else
  SignalsHeld() {
    sigset_t held;
    sigfillset(&held);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP})
      sigdelset(&held, fault);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
#endif
};

}  // namespace

extern "C" void executeAnywhere(TFE_Op *operation, TFE_TensorHandle **outputs, int *count,
                                TF_Status *status) {
  const SignalsHeld held;
  const char *name = TFE_OpGetName(operation, status);
  const bool replaced = isRight(status) && isWidened(name) && isReplaced(operation, name, status);
  if (!isRight(status)) return;
  if (replaced)
    executeInFloat32(operation, name, outputs, count, status);
  else
    TFE_Execute(operation, outputs, count, status);
}
