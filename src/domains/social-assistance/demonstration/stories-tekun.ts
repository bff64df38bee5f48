/** Two persons in extreme hardship: one stays at home with a neighbour's care, one waits for a bed. Rural base 1,190 yuan a month. */
import type { TekunApplication } from '../tekun/application.ts';
import { filled, lives, type Story, story } from './story.ts';

export interface TekunStory {
  readonly story: Story;
  readonly tekun: TekunApplication['tekun'];
}

const alone = { expect: null, urbanRural: 'rural' } as const;

export const tekunHome: TekunStory = {
  story: story({
    ...alone,
    key: 'tekun-home',
    title: '特困供养：独居老人在家由邻居照料，半护理，每月1515元',
    place: '汀泗桥社区',
    address: '汀泗桥社区5组3号',
    people: [{ name: '熊守义', sex: '男', birth: '1960-02-01', lives: lives.年老 }],
  }),
  tekun: { supporters: [], childScheme: 'none', wish: 'home' },
};

export const tekunWish: TekunStory = {
  story: story({
    ...alone,
    key: 'tekun-wish',
    title: '特困供养：愿意住福利院，没有护理床位，在家等',
    place: '彭碑村',
    address: '2组8号',
    people: [{ name: '舒桂兰', sex: '女', birth: '1948-09-12', lives: lives.重残 }],
  }),
  tekun: {
    supporters: [
      {
        name: '舒桂林',
        relation: 'sibling',
        birthDate: '1951-03-05',
        category: 'none',
        disability: 'none',
        status: 'none',
        monthlyIncomeFen: 600_00,
        division: '421202100242',
        urbanRural: 'rural',
      },
    ],
    childScheme: 'none',
    wish: 'institution',
  },
};

export const tekunStories: readonly TekunStory[] = [tekunHome, tekunWish];

/** The 特困 form as it is sent. */
export const tekunFilled = (of: TekunStory, signatures: Readonly<Record<string, string>>): TekunApplication => ({
  ...filled(of.story, signatures),
  tekun: of.tekun,
});
