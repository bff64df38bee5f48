/** 罗马字母拼写 (divisions.md 3: PlaceName.pinyin). */
import { expect, test } from 'vitest';
import { keysOf, spell, spellBy } from './spelling.ts';

test('专名、通名各成一词，首字母大写；声调标在读音里，牌子上不标', () => {
  expect(spell('汀泗桥', '镇')).toEqual({ reading: 'Tīngsìqiáo Zhèn', spelling: 'Tingsiqiao Zhen', sounds: 'ting si qiao zhen' });
  expect(spell('咸宁', '市').spelling).toBe('Xianning Shi');
});

test('长安大道：后一个音节以元音开头的，用隔音符号隔开', () => {
  expect(spell('长安', '大道').spelling).toBe("Chang'an Dadao");
});

test('簰读Pái：簰洲湾镇是Paizhouwan Zhen', () => {
  expect(spell('簰洲湾', '镇').spelling).toBe('Paizhouwan Zhen');
});

test('吕家湾村：ü照写，比对和检索时作v', () => {
  expect(spell('吕家湾', '村')).toMatchObject({ spelling: 'Lüjiawan Cun', sounds: 'lv jia wan cun' });
});

test('读音由人更正：音节与字数不符的不收', () => {
  expect(spellBy('六合', '村', 'lù hé cūn')).toEqual({ reading: 'Lùhé Cūn', spelling: 'Luhe Cun', sounds: 'lu he cun' });
  expect(spellBy('六合', '村', 'lù hé')).toBeNull();
  expect(spellBy('六合', '村', 'lù hé 村')).toBeNull();
});

test('从任何一个字起都找得到，全拼、首字母也找得到', () => {
  expect(keysOf('双泉社区', 'shuang quan she qu')).toEqual([
    '双泉社区',
    '泉社区',
    '社区',
    '区',
    'shuangquanshequ',
    'quanshequ',
    'shequ',
    'qu',
    'sqsq',
  ]);
});
