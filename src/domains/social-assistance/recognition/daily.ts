/** What falls due by itself: recognitions that end, told once; edge families whose yearly review is opened (4.4, 4.6). */
import { systemActor } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { recognitionNames } from '../classification/categories.ts';
import { townshipOf } from '../family/places.ts';
import { openReview } from '../review/server.ts';
import type { Recognition } from './content.ts';
import { anyRecognitionDue, expireRecognitions, recognitionsToRemind } from './store.ts';

const FULL = 200;

/** An edge family is looked at again; whose recognition has a last day is told that it ends and may be renewed. */
async function fallsDue(tx: Tx, { id, kind, personId, division, validTo, reviewDue, caseId }: Recognition): Promise<void> {
  const params = { kind: recognitionNames[kind], date: longDate((validTo ?? reviewDue)!) };
  if (kind === 'edge') {
    const opened = await openReview(tx, { recognitionId: id, kind: 'periodic', reason: '定期复核到期', dueOn: reviewDue! });
    if (!opened.ok) throw new Error(`review of recognition ${id}: ${opened.code}`);
    await notify(tx, { to: { personId }, template: 'recognition.review', params, caseId: opened.value.caseId });
    return;
  }
  await notify(tx, { to: { personId }, template: 'recognition.ending', params, caseId });
  await notify(tx, {
    to: { performer: 'township-clerk', division: townshipOf({ division }) },
    template: 'recognition.due',
    params,
    caseId,
  });
}

async function ahead(tx: Tx): Promise<{ days: number }> {
  const days = await wholeParameter(tx, 'REVIEW-OPEN-DAYS', tx.city, tx.today);
  if (!days.ok) throw new Error(`recognitions: ${days.params.key ?? days.code}`);
  return { days: days.value };
}

export const recognitionDaily = whenDue(
  async (tx) => anyRecognitionDue(tx, await ahead(tx)),
  async (context) => {
    const actor = systemActor('recognition', context.city);
    while ((await context.write(actor, expireRecognitions)) === FULL);
    const remind = () =>
      context.write(actor, async (tx) => {
        const due = await recognitionsToRemind(tx, await ahead(tx));
        for (const recognition of due) await fallsDue(tx, recognition);
        return due.length;
      });
    while ((await remind()) === FULL);
  },
);
