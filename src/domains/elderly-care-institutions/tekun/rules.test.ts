import { expect, test } from 'vitest';
import { bedFits, bestBed, distanceOf, distanceSays, missingTo, nearestFirst, needsNursing } from './rules.ts';

test('算例X14：1,250名不能自理的，700名在机构，离60%差50名；750名就够，749名差1名', () => {
  expect(missingTo({ num: 700, den: 1250 }, 60)).toBe(50);
  expect(missingTo({ num: 750, den: 1250 }, 60)).toBe(0);
  expect(missingTo({ num: 749, den: 1250 }, 60)).toBe(1);
  expect(missingTo({ num: 0, den: 0 }, 60)).toBe(0);
});

test('半护理、全护理要护理型床位；全自理的先用普通床位；女的不进限男的房间', () => {
  expect([null, 'able', 'half', 'full'].map((grade) => needsNursing(grade as never))).toEqual([false, false, true, true]);
  const ordinary = { code: '101-1', nursing: false, sexRule: 'male' };
  const nursing = { code: '201-1', nursing: true, sexRule: 'any' };
  expect(bedFits(ordinary, { sex: 'male', needsNursing: true })).toBe(false);
  expect(bestBed([nursing, ordinary], { sex: 'male', needsNursing: false })?.code).toBe('101-1');
  expect(bestBed([nursing, ordinary], { sex: 'female', needsNursing: false })?.code).toBe('201-1');
  expect(bestBed([ordinary], { sex: 'female', needsNursing: false })).toBeUndefined();
});

test('最近的在前：都知道位置的按公里，不知道的按同村、同乡镇、本县', () => {
  const home = { division: '421202100242', point: { latitude: 29.78, longitude: 114.25 } };
  const at = (name: string, division: string, point: typeof home.point | null) => ({
    name,
    distance: distanceOf(home, { division, point }),
  });
  const homes = [
    at('县里', '421202001000', { latitude: 29.85, longitude: 114.33 }),
    at('同镇', '421202100004', { latitude: 29.79, longitude: 114.25 }),
    at('同镇没有位置', '421202100005', null),
    at('外县', '421281001001', null),
  ];
  expect(nearestFirst(homes).map(({ name }) => name)).toEqual(['同镇', '同镇没有位置', '县里', '外县']);
  expect(homes.map(({ distance }) => distanceSays(distance))).toEqual(['11.0公里', '1.1公里', '同一个乡镇', '外县']);
});
