/** The workbench as a whole: its own desk and one line for each domain. */
import { desk as disability } from '../../domains/disability/web/work/desk.ts';
import { desk as socialAssistance } from '../../domains/social-assistance/web/work/desk.ts';
import { may, type Session } from '../components/session.tsx';
import { type Desk, type Place, placeGroups } from './desk.ts';
import { ownDesk } from './ownDesk.ts';

const desks: readonly Desk[] = [ownDesk, socialAssistance, disability];

export const domainPanels: NonNullable<Desk['panels']> = Object.assign({}, ...desks.map((desk) => desk.panels));

const order = Object.keys(placeGroups);
const places = desks
  .flatMap((desk) => desk.places)
  .sort((a, b) => Number(b.home ?? false) - Number(a.home ?? false) || order.indexOf(a.group) - order.indexOf(b.group));

/** Where this duty may go: where its day begins, then by groups. */
export const placesOf = (session: Session): Place[] =>
  places.filter((place) => (session.demo || !place.demo) && may(session, ...place.for));
