/**
 * What may be done with the record that an answer shows, said by the answer itself: the page draws its buttons from it, so that a button is there exactly when
 * the server would agree. The hands of an offer are those of the route that takes it, by the same constant. A case has its own from its flow (`ActionView`).
 */
import { type Actor, isOneOf, type Performer } from '../access/index.ts';
import type { FormField } from '../schema/index.ts';

export interface Offer {
  readonly action: string;
  /** A verb that an officer would say. */
  readonly zh: string;
  /** What it will cause, said before it does. */
  readonly causes: string;
  /** Of the form: names the consequence where that is grave. */
  readonly button: string;
  readonly danger: boolean;
  readonly fields: readonly FormField[];
  /** Where the fields are asked when the form is opened, where they take looking up. */
  readonly fieldsAt?: string;
  /** Values that the form begins with. */
  readonly initial: Readonly<Record<string, unknown>>;
  /** Where it is sent, with what is sent beside the form. */
  readonly to: string;
  readonly fixed: Readonly<Record<string, unknown>>;
}

export interface Offered
  extends Pick<Offer, 'action' | 'zh' | 'causes' | 'to'>,
    Partial<Omit<Offer, 'action' | 'zh' | 'causes' | 'to'>> {
  /** Who may: the performers of the route. */
  readonly by: readonly Performer[];
  /** Whether it makes sense as the record stands; left out: always. */
  readonly when?: boolean;
}

/** Those that this actor may take now. */
export const offersTo = (actor: Pick<Actor, 'role' | 'duty'>, offered: readonly Offered[]): Offer[] =>
  offered
    .filter(({ by, when = true }) => when && isOneOf(actor, by))
    .map(({ by: _, when: __, ...offer }) => ({ button: offer.zh, danger: false, fields: [], initial: {}, fixed: {}, ...offer }));
