/** Where a project is (planning 5.4): its county by the first name of one in its own name, else in its place; then the unit that both texts name. Pure. */
import { commonUnit, type Divisions, inScope } from '../../../kernel/division/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { ProjectRow } from './printed.ts';

export const projectLevels = { city: '市级', county: '县级' } as const;
export type ProjectLevel = keyof typeof projectLevels;

export interface Located {
  /** The smallest unit that is sure. */
  readonly division: DivisionCode;
  readonly level: ProjectLevel;
  /** False: a person looks at it, with the candidates. */
  readonly sure: boolean;
  readonly candidates: readonly DivisionCode[];
}

/** 高新区 is no county: it stands for itself where no county is named. */
const ZONE = '高新区';

/** The county that a text names first; null where it names none. */
function countyIn(divisions: Divisions, city: DivisionCode, text: string): DivisionCode | null {
  let first: { at: number; code: DivisionCode } | null = null;
  for (const county of divisions.children(city)) {
    const at = text.indexOf(county.core);
    if (at >= 0 && (first === null || at < first.at)) first = { at, code: county.code };
  }
  return first?.code ?? null;
}

/** A project of the city itself is carried out by an office of the city. */
export const levelOfProject = (implementer: string): ProjectLevel => (implementer.startsWith('市') ? 'city' : 'county');

export function locate(
  divisions: Divisions,
  city: DivisionCode,
  project: Pick<ProjectRow, 'name' | 'location' | 'implementer'>,
): Located {
  const { name, location, implementer } = project;
  const level = levelOfProject(implementer);
  const county = countyIn(divisions, city, name) ?? countyIn(divisions, city, location);
  const zone = county === null && `${name}${location}`.includes(ZONE) ? divisions.resolvePlace(ZONE, city).code : null;
  const hint = county ?? zone ?? city;
  const named = [location, name]
    .filter((text) => text !== '')
    .map((text) => divisions.resolvePlace(text, hint))
    .filter((place) => place.code !== null && inScope(place.code, hint));
  const [one, other] = named;
  if (!one) return { division: hint, level, sure: hint !== city, candidates: [] };
  const candidates = [...new Set(named.flatMap((place) => [place.code!, ...place.candidates]))];
  const doubtful = named.some((place) => place.confidence === 'low' || place.flags.includes('AMBIGUOUS'));
  const nested = !other || inScope(one.code!, other.code!) || inScope(other.code!, one.code!);
  if (!nested) return { division: commonUnit([one.code!, other.code!]), level, sure: false, candidates };
  const deepest = other && inScope(other.code!, one.code!) ? other : one;
  return { division: deepest.code!, level, sure: !doubtful, candidates: doubtful ? candidates : [] };
}
