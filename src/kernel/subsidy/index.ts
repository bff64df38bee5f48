/** 按规定算的补贴: what its pages are sent. */
export * from './content.ts';
export { fullMonths } from './rules.ts';
