import fs from 'node:fs';

/** The wheel whose libraries the addon is built against; other versions were not tried. */
export const tensorflowVersion = '2.21.0';

/** A Python package that contains TensorFlow's C library. */
export interface Wheel {
  /** What pip is asked for. */
  requirement: string;
  name: string;
  megabytes: number;
  /** Take the packages it needs too: CUDA comes as wheels of its own. */
  withDependencies: boolean;
}

/**
 * Wheels that fit a platform, best first; none on platforms that were not looked into (Windows).
 * Run so far: linux x64 without a GPU. GPU, linux arm64 and macOS arm64 are untested: their wheels were looked into
 * (names, sizes, symbols), and where one fails the next is tried.
 */
export function wheelsFor(platform: string, arch: string, gpu: boolean): Wheel[] {
  const cpu = (name: string, megabytes: number): Wheel => ({
    requirement: `${name}==${tensorflowVersion}`,
    name,
    megabytes,
    withDependencies: false,
  });
  switch (`${platform}-${arch}`) {
    case 'linux-x64':
      return [...(gpu ? [gpuWheel] : []), cpu('tensorflow-cpu', 274)];
    case 'linux-arm64':
      return [cpu('tensorflow', 282)];
    case 'darwin-arm64':
      return [cpu('tensorflow', 223)];
    default:
      return [];
  }
}

const gpuWheel: Wheel = {
  requirement: `tensorflow[and-cuda]==${tensorflowVersion}`,
  name: 'tensorflow-gpu',
  megabytes: 3500,
  withDependencies: true,
};

/** Whether an NVIDIA driver is there (Linux). */
export const hasNvidiaGpu = (): boolean =>
  ['/proc/driver/nvidia/version', '/dev/nvidia0'].some((file) => fs.existsSync(file));

/** File names of the two libraries, as the wheel and as the official archive have them. */
export function libraryNames(platform: string, origin: 'wheel' | 'official'): [string, string] {
  const main = origin === 'wheel' ? 'libtensorflow_cc' : 'libtensorflow';
  const versioned = (name: string) => (platform === 'darwin' ? `${name}.2.dylib` : `${name}.so.2`);
  return [versioned(main), versioned('libtensorflow_framework')];
}
