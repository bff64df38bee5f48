/** Whether somebody is under age on a day, as the identity number says. */
import { type PlainDate, residentIdFacts } from '../../../kernel/schema/index.ts';

const ADULT = 18;

export const isMinor = (idNumber: string, on: PlainDate): boolean => {
  const { birthDate } = residentIdFacts(idNumber);
  return `${Number(birthDate.slice(0, 4)) + ADULT}${birthDate.slice(4)}` > on;
};
