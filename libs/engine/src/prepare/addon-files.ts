/** TensorFlow.js' addon and ours (native/process-settings.cc), in the folder of a prepared engine. */
export const addonFile = 'tfjs_binding.node';
export const settingsFile = 'process_settings.node';
