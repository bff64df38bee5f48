import { expect, test } from 'vitest';
import { assessRental, type RentalAnswers } from './rental-assessment.ts';

const answers = (more: Partial<RentalAnswers> = {}): RentalAnswers => ({
  sits: 'alone',
  walks: 'alone',
  hands: 'both',
  skin: 'fine',
  use: 'alone',
  room: 'yes',
  where: 'station',
  note: '',
  ...more,
});

test('坐得稳、会用、家里过得去：轮椅适合；坐不稳的不适合，转适配评估', () => {
  expect(assessRental('wheelchair', answers())).toEqual({ verdict: 'suits', reasons: [] });
  expect(assessRental('wheelchair', answers({ sits: 'no' }))).toEqual({
    verdict: 'not',
    reasons: ['坐不稳，普通的不安全，请转适配评估'],
  });
});

test('有靠背才坐得稳、两只手没有力气：轮椅可以租，写明要注意什么', () => {
  expect(assessRental('wheelchair', answers({ sits: 'supported', hands: 'none' }))).toEqual({
    verdict: 'with-care',
    reasons: ['系好安全带，配靠垫', '自己推不了，要有人推'],
  });
});

test('护理床送到家：在网点问的不行，上门看过才行；家里放不下的上门看过也不行', () => {
  expect(assessRental('nursing-bed', answers()).verdict).toBe('not');
  expect(assessRental('nursing-bed', answers({ where: 'home' })).verdict).toBe('suits');
  expect(assessRental('nursing-bed', answers({ where: 'home', room: 'no' })).reasons).toEqual(['家里放不下，或者门和过道过不去']);
});

test('拐杖：扶着能走、一只手有力气的配单拐；不能走的不租', () => {
  expect(assessRental('crutch', answers({ walks: 'support', hands: 'one' }))).toEqual({
    verdict: 'with-care',
    reasons: ['只用有力气的一侧，配单拐'],
  });
  expect(assessRental('crutch', answers({ walks: 'no' })).verdict).toBe('not');
});

test('助听器、假肢不凭简易评估出租；不会用也没有人帮的，什么都不租', () => {
  expect(assessRental('hearing-aid', answers()).verdict).toBe('not');
  expect(assessRental('prosthesis', answers()).verdict).toBe('not');
  expect(assessRental('other', answers({ use: 'no' })).verdict).toBe('not');
  expect(assessRental('other', answers({ use: 'helped' })).verdict).toBe('with-care');
});

test('防褥疮垫：皮肤完好的提醒不一定需要，已有压疮的提醒就医', () => {
  expect(assessRental('mattress', answers()).reasons).toEqual(['现在不一定需要，先问清楚']);
  expect(assessRental('mattress', answers({ skin: 'risk' })).verdict).toBe('suits');
  expect(assessRental('mattress', answers({ skin: 'sore' })).reasons).toEqual(['已经有压疮，请同时就医']);
});
