import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { main } from './doctor-store';

async function doctor(store: string): Promise<{ status: number; text: string }> {
  const before = process.env['NHAT_STORE'];
  process.env['NHAT_STORE'] = store;
  let text = '';
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { status: await main([]), text };
  } finally {
    out.mockRestore();
    process.env['NHAT_STORE'] = before ?? '';
  }
}

describe('nx doctor store, of a folder', () => {
  it('says that it works', async () => {
    const { status, text } = await doctor(join(temporaryFolder('doctor'), 'store'));
    expect([status, text]).toEqual([0, expect.stringMatching(/\nThe store works\.\n$/)]);
  });

  it.each([
    ['in which nothing can be made', '/proc/nhat'],
    ['below a file', join(__filename, 'store')],
  ])('%s says that runs stop until that is mended, and nothing of a server', async (_, store) => {
    const { status, text } = await doctor(store);
    expect(status).toBe(1);
    expect(text).toMatch(
      /WRONG [^\n]*\n\nNo run goes on until that is mended: check NHAT_STORE\.\n$/,
    );
    expect(text).not.toMatch(/server|without the store/);
  });
});
