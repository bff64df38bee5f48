import { describe, expect, test } from 'vitest';
import { alarmsOf, firstSectors, nextRing, noticeText, reachOf, tellsOfHealth } from './rules.ts';

const walk = { perHour: 2000, least: 600, most: 5000 };

describe('分片', () => {
  test('走失几分钟按600米，20分钟按700米，1小时20分按2700米，一夜以后最多5公里', () => {
    expect([1 / 3, 4 / 3, 10].map((hours) => reachOf(hours, walk))).toEqual([700, 2700, 5000]);
    expect(reachOf(0.1, walk)).toBe(600);
  });
  test('先找跟前300米，再分四片；找完了向外再扩一圈', () => {
    const first = firstSectors(2000);
    expect(first.map(({ name }) => name)).toEqual([
      '最后见到的地方周围300米',
      '东北片（300—2000米）',
      '东南片（300—2000米）',
      '西南片（300—2000米）',
      '西北片（300—2000米）',
    ]);
    expect(nextRing(2000).map(({ inner, outer, from }) => [inner, outer, from])).toEqual([
      [2000, 4000, 0],
      [2000, 4000, 90],
      [2000, 4000, 180],
      [2000, 4000, 270],
    ]);
  });
});

describe('时限', () => {
  const limits = { police: 15, county: 60, follow: 24 };
  const opened = { state: 'searching', openedAt: '2026-11-22T08:00:00.000Z', policeAt: null, handedAt: null } as const;
  test('15分钟没有报110提醒，60分钟没有找到报县里和市里；报过的不再提醒', () => {
    expect(alarmsOf(opened, limits)).toEqual([
      { alarm: 'tell-police', at: '2026-11-22T08:15:00.000Z' },
      { alarm: 'tell-county', at: '2026-11-22T09:00:00.000Z' },
    ]);
    expect(alarmsOf({ ...opened, policeAt: '2026-11-22T08:05:00.000Z' }, limits).map(({ alarm }) => alarm)).toEqual([
      'tell-county',
    ]);
  });
  test('找到了就不响；交接以后24小时内回访', () => {
    expect(alarmsOf({ ...opened, state: 'found' }, limits)).toEqual([]);
    expect(alarmsOf({ ...opened, state: 'handed', handedAt: '2026-11-22T10:00:00.000Z' }, limits)).toEqual([
      { alarm: 'tell-follow', at: '2026-11-23T10:00:00.000Z' },
    ]);
  });
});

describe('寻人启事里没有健康信息', () => {
  test('样子可以写，病不能写', () => {
    expect(['身高1米6，短发花白，本地口音', '蓝布棉袄，黑色布鞋，挎一个布包'].map(tellsOfHealth)).toEqual([false, false]);
    expect(['有阿尔茨海默症，认不得路', '脑子糊涂', '有糖尿病', '聋哑'].map(tellsOfHealth)).toEqual([true, true, true, true]);
  });
  test('文字由登记的样子拼成', () => {
    const of = {
      name: '夏桂枝',
      sexZh: '女',
      age: 81,
      looks: '短发花白，说本地话',
      wearing: '枣红色棉袄、黑裤子',
      lastPlace: '古塘村小卖部',
    };
    expect(noticeText(of, { lastSeen: '11月22日16:10', telephone: '0999-0000120' })).toBe(
      '夏桂枝，女，81岁，短发花白，说本地话。11月22日16:10在古塘村小卖部走失，当时穿枣红色棉袄、黑裤子。看到的请打0999-0000120或者110。',
    );
  });
});
