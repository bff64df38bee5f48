/**
 * 一次申请、分类审核 (4.1, 5.5, 5.12): a family that asked for 低保 and may not have it is 低保边缘 or 刚性支出, or neither, by the circumstances of
 * the same application.
 */
import type { YearMonth } from '../../kernel/schema/index.ts';
import { knownBy, type Question, RECLASSIFIED, sittingOf } from './dibao.ts';
import { personOf, valuesOn } from './eyes.ts';
import { below, least, monthIs, nameOf, plus, times, whole } from './measure.ts';
import { type Picture, pictureOf, type Sitting } from './picture.ts';
import { classOf, ownsLittle, type Reckoning, reckon } from './reckoning.ts';
import { shareOf } from './standards.ts';

export interface Recognition {
  readonly kind: 'edge' | 'rigid';
  readonly month: YearMonth;
}

/** Income before anything is taken off: what work costs is added back, and no bill has been subtracted. */
function grossOf(picture: Picture, r: Reckoning) {
  const cost = shareOf(r.table, 'EMP-COST', r.standard);
  return picture.people
    .flatMap((person) => person.year)
    .reduce((total, month) => plus(total, least(whole(month.wage), cost)), r.income);
}

function isRigid(q: Question, drawn: Picture, { eyes, day }: Sitting, light: Parameters<typeof reckon>[1]): boolean {
  const picture: Picture = { ...drawn, people: drawn.people.map((person) => ({ ...person, ownPayments: 0 })) };
  const r = reckon(picture, light);
  const gross = grossOf(picture, r);
  const bills = picture.people
    .flatMap(({ ref }) => valuesOn(personOf(q.family, ref).expenses, eyes, day))
    .reduce((total, bill) => total + Math.max(0, bill.totalFen - bill.reimbursedFen), 0);
  const usual = times(r.table(picture.urbanRural === 'urban' ? 'PCDI-U' : 'PCDI-R'), whole(r.people.length));
  return (
    below(gross, usual) &&
    ownsLittle(picture, r, 'rigid') &&
    below(shareOf(r.table, 'RIG-RATIO', gross), plus(r.limit, whole(bills)))
  );
}

export function recognitionsOf(q: Question): Recognition[] {
  const decided = q.steps.filter(
    (s) =>
      s.benefit === 'dibao' &&
      s.person === null &&
      (s.kind === 'granted' || s.kind === 'refused') &&
      // A family that a review sent on was recognised before, and is counted once.
      s.ground !== RECLASSIFIED,
  );
  return decided.flatMap((step): Recognition[] => {
    const sitting = sittingOf(q, step);
    const picture = pictureOf(q.family, sitting);
    const light = { standards: q.standards, day: step.decidedOn, knownBy: knownBy(q, step.decidedOn) };
    const means = picture.people.length === 0 ? 'dibao' : classOf(picture, reckon(picture, light));
    const month = nameOf(monthIs(step.decidedOn));
    if (means === 'dibao') return [];
    if (means === 'edge') return [{ kind: 'edge', month }];
    return isRigid(q, picture, sitting, light) ? [{ kind: 'rigid', month }] : [];
  });
}
