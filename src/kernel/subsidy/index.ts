/** 按规定算的补贴: what its pages are sent, and what comes back when use ends early. */

export * from './content.ts';
export { clawback, fullMonths, partsOf } from './rules.ts';
