/**
 * 预留: things that one party has at a time (a bed, a hall, a plot). A hold dies by itself at an instant, a reservation is a hold that is paid for, an
 * occupancy is the use itself. All three are half-open intervals of one thing, and never overlap.
 */

export const bookingStates = {
  hold: '预留',
  reservation: '已预订',
  occupancy: '占用',
  released: '已放弃',
  lapsed: '已过期',
} as const;
export type BookingState = keyof typeof bookingStates;

export interface Booking {
  readonly id: string;
  readonly resourceId: string;
  readonly state: BookingState;
  /** Instants; `to` is null while nobody knows the end. */
  readonly from: string;
  readonly to: string | null;
  /** Of a hold and a reservation: dead at this very instant. */
  readonly expiresAt: string | null;
}

/** Live while now is before the instant of expiry; at the instant it is dead. */
export const isLive = (booking: Pick<Booking, 'state' | 'expiresAt'>, now: string): boolean =>
  booking.state === 'occupancy' ||
  ((booking.state === 'hold' || booking.state === 'reservation') && Date.parse(now) < Date.parse(booking.expiresAt!));
