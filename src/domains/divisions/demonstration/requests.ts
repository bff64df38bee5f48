/** House numbers, names to protect and grids as the demonstration finds them: one plate certified, one that waits for its number, a name that waits for the leader; land used on both sides of a line, a marker reported. All invented. */
import type { Actor } from '../../../kernel/access/index.ts';
import { type FileStore, openFileStore, storeUpload } from '../../../kernel/document/server.ts';
import type { SheetRow } from '../../../kernel/sheet/server.ts';
import { answerLandUse, answersTo, landUseOfCase, sideToAnswer } from '../boundaries/land-use.ts';
import { saveGrids } from '../grids/sheet.ts';
import { done } from './boundaries.ts';
import { apply, GREY, type NameStage, type Staff, step } from './names.ts';

const GUIHUA = '421202001005';
const parts = { street: '桂花路', hamlet: '', group: '', number: '', compound: '', building: '', unit: '', room: '' };

const grids = [
  ['421202100001', '01', '老街网格', '老街两边到汀泗桥头', 168],
  ['421202100001', '02', '河西网格', '汀泗河以西', 142],
  ['421202100001', '03', '新区网格', '新建小区', 211],
  [GUIHUA, '01', '桂花路网格', '桂花路两边', 305],
  [GUIHUA, '02', '桂香花园网格', '桂香花园小区', 420],
].map(([village, no, name, extent, households]) => ({ village, no, name, extent, households })) as SheetRow[];

export async function playRequests({ context, filesDir, moveTo }: NameStage, staff: Staff): Promise<void> {
  const clerk = await staff('xian');
  const files = openFileStore(filesDir);
  const paper = async (by: Actor, name: string): Promise<string> => {
    const upload = { bytes: GREY, mediaType: 'image/jpeg', name, paper: 'place-scheme' } as const;
    return (await storeUpload(context, by, files, upload)).id;
  };
  moveTo('2026-08-25T10:00:00+08:00');
  const plate = { itemId: 'PN-06', unit: '', form: { want: 'number', division: GUIHUA, ...parts } };
  const granted = await apply(context, clerk, {
    ...plate,
    key: 'plate-granted',
    order: 311,
    name: '镇远舟',
    form: { ...plate.form, papers: [await paper(clerk, '不动产权证.jpg')] },
  });
  await step(context, clerk, granted, ['submitted', 'accept']);
  await step(context, clerk, granted, ['checking', 'grant'], { division: GUIHUA, ...parts, number: '48' });
  const waiting = await apply(context, clerk, {
    ...plate,
    key: 'plate-waiting',
    order: 312,
    name: '孟秋兰',
    form: {
      ...plate.form,
      division: '421202100001',
      street: '',
      hamlet: '李家湾',
      group: '3组',
      papers: [await paper(clerk, '建房批准书.jpg')],
    },
  });
  await step(context, clerk, waiting, ['submitted', 'accept']);
  await context.write(clerk, (tx) => saveGrids(tx, grids));
  const heritage = await apply(context, clerk, {
    itemId: 'PN-05',
    key: 'heritage-waiting',
    order: 313,
    unit: '温泉街道文化站（虚构）',
    name: '石中玉',
    form: {
      division: '421202001006',
      place: '温泉路',
      protectionClass: 'other',
      story: '路边的沸潭温泉清代县志就有记载，先有泉，后有街，几代人都在这条路上洗温泉。',
      papers: [],
    },
  });
  await step(context, clerk, heritage, ['submitted', 'accept']);
  await step(context, clerk, heritage, ['checking', 'propose'], {
    opinion: '查了县志，来历有据；街坊座谈会都赞成保护。',
    protectionClass: 'other',
    protectionPlan: '路口立说明牌；沿线改造保留路名，不作商业冠名。',
  });
  await playBoundaryRequests(context, staff, files);
}

/** A power line of which the own side has spoken and the other has not; a marker reported and not looked at yet. */
async function playBoundaryRequests(context: NameStage['context'], staff: Staff, files: FileStore): Promise<void> {
  const [clerk, leader] = [await staff('xian'), await staff('xianzhang')];
  const upload = async (paper: string, name: string, bytes: Buffer): Promise<string> =>
    (await storeUpload(context, clerk, files, { bytes, mediaType: 'image/jpeg', name, paper })).id;
  const use = await apply(context, clerk, {
    itemId: 'PN-08',
    key: 'land-use',
    order: 314,
    unit: '咸宁供电公司（虚构）',
    name: '卫东来',
    form: {
      project: '咸安至赤壁110千伏线路',
      whereabouts: '官埠桥镇到中伙铺镇之间的山脊两边',
      division: '421202100000',
      metresHere: 5_400,
      otherDivision: '421281102000',
      metresThere: 3_800,
      reason: '线路沿山脊架设，有六基铁塔正好在界线两侧。',
      papers: [await upload('place-scheme', '用地范围图.jpg', GREY)],
    },
  });
  await step(context, clerk, use, ['submitted', 'accept']);
  await step(context, clerk, use, ['checking', 'ask']);
  await context.write(leader, async (tx) => {
    const asked = await landUseOfCase(tx, use);
    if (asked && sideToAnswer(tx, asked, await answersTo(tx, [asked.id])))
      done(
        'land use',
        await answerLandUse(
          tx,
          { id: asked.id, version: 0 },
          { consents: 'yes', documentNo: '咸安政地〔2026〕17号（虚构）', opinion: '符合国土空间规划，同意。' },
        ),
      );
  });
  await apply(context, clerk, {
    itemId: 'PN-09',
    key: 'marker-report',
    order: 315,
    unit: '',
    name: '涂开明',
    form: {
      division: '421202100001',
      whereabouts: '汀泗桥到赤壁的老路边，岔路口往西一百米',
      no: '04',
      state: 'moved',
      photos: [await upload('marker-photo', '歪倒的界桩.jpg', Buffer.concat([GREY, Buffer.from([2, 0])]))],
      said: '修路的时候挪到了沟边，桩身歪了。',
    },
  });
}
