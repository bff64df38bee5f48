/** Worked example 1 of divisions.md: how a village or community is shown, from the name in the list. */
import { expect, test } from 'vitest';
import { canonicalVillage } from './names.ts';

test('例1：洪下村村委会→洪下村；东村村民委员会只剩两个字，不再去“村”，→东村村；凤凰山居委会→凤凰山社区', () => {
  expect(canonicalVillage('洪下村村委会', '村')).toMatchObject({ core: '洪下', name: '洪下村' });
  expect(canonicalVillage('赤岗村委会', '村')).toMatchObject({ core: '赤岗', name: '赤岗村' });
  expect(canonicalVillage('东村村民委员会', '村')).toMatchObject({ core: '东村', name: '东村村' });
  expect(canonicalVillage('凤凰山居委会', '社区')).toMatchObject({ core: '凤凰山', name: '凤凰山社区' });
});

test('例1：蒲纺集团桂花树社区居委会→桂花树社区，原来的全名作别名；工矿名只去掉登记过的', () => {
  const owners = ['蒲纺集团', '潘家湾镇'];
  expect(canonicalVillage('蒲纺集团桂花树社区居委会', '社区', owners)).toEqual({
    core: '桂花树',
    name: '桂花树社区',
    aliases: ['蒲纺集团桂花树社区'],
  });
  expect(canonicalVillage('潘家湾镇头墩社区居民委员会', '社区', owners)).toMatchObject({ name: '头墩社区' });
});
