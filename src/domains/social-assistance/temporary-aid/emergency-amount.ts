/** 急难型: tier × urban standard of the place × persons, within the cap of a case. */
import { ceilTo, type ParameterReader, times, yuan } from '../../../kernel/policy/index.ts';
import type { EmergencyFacts } from './facts.ts';
import type { AidAmount } from './rules.ts';
import { tiers } from './terms.ts';

export function emergencyAmount(facts: EmergencyFacts, read: ParameterReader): AidAmount {
  const standard = read.fen('DB-STD-U');
  const multiple = read.ref(`TA-K${facts.tier}`).value;
  const persons = Math.min(facts.persons, read.whole('TA-PERSONS-MAX'));
  const uncappedFen = ceilTo(times(multiple, standard, persons), read.fen('ROUND'));
  const capFen = read.fen('TA-CAP');
  const counted = persons < facts.persons ? `${facts.persons}人按${persons}人计` : `${persons}人`;
  return {
    uncappedFen,
    capFen,
    breakdown: [
      {
        label: `急难救助金（${tiers[facts.tier].slice(0, 2)}）`,
        formula: `${multiple}×城市低保标准${yuan(standard)}×${counted}${uncappedFen > capFen ? `，超过上限，按${yuan(capFen)}` : ''}`,
        fen: Math.min(uncappedFen, capFen),
      },
    ],
  };
}
