/** 低保 that is confirmed a day later is paid a month later. */
import { expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { carry, startApi } from '../api.ts';

test('4月1日确认的，从5月发放', async () => {
  const late = await startApi({ start: '2026-03-02' });
  try {
    const couple = storyOf('old-couple');
    await late.register(couple);
    const kase = await carry(late, couple, 'confirming');
    await late.moveTo('2026-04-01');
    const county = await late.staff('queren');
    await county.act(kase, 'confirm', { opinion: '同意确认。' });
    expect((await county.case(kase)).sections.entitlement).toMatchObject({
      fromMonth: '2026-05',
      versions: [{ amountFen: 340_00 }],
    });
  } finally {
    await late.stop();
  }
});
