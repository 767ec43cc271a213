import { parseChecksummed, withChecksum, sha256 } from '.';

describe('a text with a checksum', () => {
  const body = 'exports.run = () => "ü";\n// packages: none\n';
  const checksummed = Buffer.from(withChecksum(body));

  it('is parsed to its body and the digest', () => {
    expect(parseChecksummed(checksummed)).toEqual({ body, digest: sha256(body) });
    expect(parseChecksummed(Buffer.from(withChecksum('')))).toEqual({
      body: '',
      digest: sha256(''),
    });
  });

  it('is parsed from a slice of a larger buffer', () => {
    const larger = Buffer.concat([Buffer.from('xyz'), checksummed]);
    expect(parseChecksummed(larger.subarray(3))?.body).toBe(body);
  });

  it('is refused when any one bit has changed', () => {
    for (let bit = 0; bit < checksummed.length * 8; bit++) {
      const damaged = Buffer.from(checksummed);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect([bit, parseChecksummed(damaged)]).toEqual([bit, undefined]);
    }
  });

  it('is refused when it is truncated or extended', () => {
    for (let end = 0; end < checksummed.length; end++) {
      expect([end, parseChecksummed(checksummed.subarray(0, end))]).toEqual([end, undefined]);
    }
    expect(parseChecksummed(Buffer.concat([checksummed, Buffer.from('\n')]))).toBeUndefined();
  });
});
