/** What falls due by itself: recognitions that end, those about to end or to be reviewed, told once. */
import { systemActor } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { recognitionNames } from '../classification/categories.ts';
import { townshipOf } from '../family/places.ts';
import { expireRecognitions, recognitionsToRemind } from './store.ts';

/** 4.6: a review opens 30 days before it is due. */
const REMIND_DAYS = 30;
const FULL = 200;

export async function recognitionDaily(context: Context): Promise<void> {
  const actor = systemActor('recognition', context.city);
  while ((await context.write(actor, expireRecognitions)) === FULL);
  const remind = () =>
    context.write(actor, async (tx) => {
      const due = await recognitionsToRemind(tx, { days: REMIND_DAYS });
      for (const { kind, personId, division, validTo, reviewDue, caseId } of due) {
        const params = { kind: recognitionNames[kind], date: longDate((validTo ?? reviewDue)!) };
        await notify(tx, { to: { personId }, template: validTo ? 'recognition.ending' : 'recognition.review', params, caseId });
        await notify(tx, {
          to: { performer: 'township-clerk', division: townshipOf({ division }) },
          template: 'recognition.due',
          params,
          caseId,
        });
      }
      return due.length;
    });
  while ((await remind()) === FULL);
}
