/** The material truth: who fulfilled the conditions in a month, whoever asked and whatever was decided. For missed help, not for money. */
import type { PlainDate } from '../../kernel/schema/index.ts';
import type { MonthDue, TrueFamily } from '../world.ts';
import { type Eyes, heldOn, isAlive, isSevere, truth } from './eyes.ts';
import { firstDay, monthIs, nameOf, upTo, whole } from './measure.ts';
import { certificateOn, pictureOf } from './picture.ts';
import { amountIn, classOf, type Means, reckon } from './reckoning.ts';
import { count, type Standards } from './standards.ts';
import { isTekunCase } from './tekun.ts';

/** The class that the family belongs to on a day by its present money, as somebody sees it. */
export function classOn(
  family: TrueFamily,
  standards: Standards,
  day: PlainDate,
  eyes: Eyes,
  except: ReadonlySet<string>,
): Means | null {
  const picture = pictureOf(family, { eyes, judgedOn: day, day, reach: 'present', except });
  return classOf(picture, reckon(picture, { standards, day, knownBy: eyes.knownBy }));
}

/** Conditions on the first of each month; 特困 goes before 低保 for a person. Care is left out: without assessment there is no grade. */
export function entitledIn(family: TrueFamily, standards: Standards, from: PlainDate, until: PlainDate): MonthDue[] {
  const due: MonthDue[] = [];
  for (let month = monthIs(from); month <= monthIs(until); month++) {
    const [day, name] = [firstDay(month), nameOf(month)];
    const table = standards.on(day, family.division, null);
    const tekun = new Set<string>();
    for (const { ref } of family.people) {
      const sight = {
        family,
        standards,
        eyes: truth,
        day,
        decidedOn: day,
        knownBy: null,
        reach: 'present' as const,
        receives: false,
      };
      if (!isTekunCase({ ...sight, receivesTekun: (kin) => tekun.has(kin) }, ref)) continue;
      tekun.add(ref);
      const fen = upTo(table(family.urbanRural === 'urban' ? 'TK-BASE-U' : 'TK-BASE-R'), whole(1));
      due.push({ benefit: 'tekun', person: ref, month: name, fen, why: '符合特困条件' });
    }
    const picture = pictureOf(family, { eyes: truth, judgedOn: day, day, reach: 'present', except: tekun });
    const isPoor = classOn(family, standards, day, truth, tekun) === 'dibao';
    if (isPoor) {
      const { fen, why } = amountIn(picture, month, { standards, knownBy: null });
      due.push({ benefit: 'dibao', person: null, month: name, fen, why });
    }
    const members = new Set(isPoor ? picture.people.map((p) => p.ref) : []);
    for (const person of family.people) {
      const certificate = certificateOn(person, truth, day);
      const barred = tekun.has(person.ref) || !isAlive(person, truth, day) || heldOn(person.custody, truth, day).length > 0;
      const others = heldOn(person.others ?? [], truth, day).map((o) => o.value.kind);
      if (!certificate || barred || others.includes('work-injury-care')) continue;
      const pay = (kind: 'living' | 'nursing', key: string) =>
        due.push({
          benefit: `disability-${kind}`,
          person: person.ref,
          month: name,
          fen: upTo(table(key), whole(1)),
          why: '符合条件',
        });
      const child = others.includes('orphan') || others.includes('unsupported-full');
      if (members.has(person.ref) && !child && !others.includes('living-type')) pay('living', 'LIV');
      const third = count(table, 'NUR-L3') === 1 && isSevere(certificate);
      if (certificate.longTermCare && (certificate.level <= 2 || third) && !others.includes('nursing-type'))
        pay('nursing', 'NUR');
    }
  }
  return due;
}
