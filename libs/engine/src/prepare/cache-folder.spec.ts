import { cacheFolder, versionKey } from './cache-folder';
import { libraryNames, wheelsFor } from './platform';

describe('cacheFolder', () => {
  it('follows the conventions of the system', () => {
    expect(cacheFolder({}, 'linux', '/home/a')).toBe('/home/a/.cache/nhat/engine');
    expect(cacheFolder({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Caches/nhat/engine');
    expect(cacheFolder({ XDG_CACHE_HOME: '/big' }, 'darwin', '/Users/a')).toBe('/big/nhat/engine');
  });
});

describe('versionKey', () => {
  const version = {
    libraries: 'tensorflow-cpu-2.21.0',
    tfjs: '4.22.0',
    platform: 'linux',
    arch: 'x64',
    napi: 8,
    recipe: ['-O2'],
  };

  it('can be read', () => {
    expect(versionKey(version)).toMatch(
      /^tensorflow-cpu-2\.21\.0-tfjs-4\.22\.0-linux-x64-napi8-[0-9a-f]{8}$/,
    );
  });

  it('differs when anything differs', () => {
    const others = [
      { libraries: 'tensorflow-2.21.0' },
      { tfjs: '4.23.0' },
      { platform: 'darwin' },
      { arch: 'arm64' },
      { napi: 9 },
      { recipe: ['-O3'] },
    ].map((change) => versionKey({ ...version, ...change }));
    expect(new Set([versionKey(version), ...others]).size).toBe(7);
  });
});

describe('wheelsFor', () => {
  it('knows the platforms that were looked into', () => {
    const names = (platform: string, arch: string, gpu = false) =>
      wheelsFor(platform, arch, gpu).map(({ requirement }) => requirement);
    expect(names('linux', 'x64')).toEqual(['tensorflow-cpu==2.21.0']);
    expect(names('linux', 'x64', true)[0]).toBe('tensorflow[and-cuda]==2.21.0');
    expect(names('linux', 'arm64')).toEqual(['tensorflow==2.21.0']);
    expect(names('darwin', 'arm64')).toEqual(['tensorflow==2.21.0']);
    expect(names('win32', 'x64')).toEqual([]);
  });

  it('knows their libraries', () => {
    expect(libraryNames('linux', 'wheel')).toEqual([
      'libtensorflow_cc.so.2',
      'libtensorflow_framework.so.2',
    ]);
    expect(libraryNames('darwin', 'wheel')[0]).toBe('libtensorflow_cc.2.dylib');
    expect(libraryNames('linux', 'official')[0]).toBe('libtensorflow.so.2');
  });
});
