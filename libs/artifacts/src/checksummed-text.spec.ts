import { openSealedText, sealText, sha256 } from '.';

describe('a sealed text', () => {
  const body = 'exports.run = () => "ü";\n// packages: none\n';
  const sealed = Buffer.from(sealText(body));

  it('opens to the text and its digest', () => {
    expect(openSealedText(sealed)).toEqual({ body, digest: sha256(body) });
    expect(openSealedText(Buffer.from(sealText('')))).toEqual({ body: '', digest: sha256('') });
  });

  it('opens from a slice of a larger buffer', () => {
    const larger = Buffer.concat([Buffer.from('xyz'), sealed]);
    expect(openSealedText(larger.subarray(3))?.body).toBe(body);
  });

  it('does not open when any one bit of it has changed', () => {
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const damaged = Buffer.from(sealed);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect([bit, openSealedText(damaged)]).toEqual([bit, undefined]);
    }
  });

  it('does not open when it is cut off or goes on', () => {
    for (let end = 0; end < sealed.length; end++) {
      expect([end, openSealedText(sealed.subarray(0, end))]).toEqual([end, undefined]);
    }
    expect(openSealedText(Buffer.concat([sealed, Buffer.from('\n')]))).toBeUndefined();
  });
});
