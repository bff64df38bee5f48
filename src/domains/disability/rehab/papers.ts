/**
 * 社区康复文书. The title says nothing of the matter: it stands on the check page and in the file's name, where others read it. Only the letter itself,
 * which goes to the person, quotes the measures. Pure.
 */
import {
  type DocumentKind,
  decisionLetter,
  type Letter,
  paragraph,
  sentence,
  unmetConditions,
} from '../../../kernel/document/index.ts';
import type { Clause } from '../../../kernel/policy/index.ts';
import { type About, openingOf } from '../papers.ts';
import { type RefusalGround, refusalGrounds } from './terms.ts';

export const rehabRefusalPaper: DocumentKind = { code: 'rehab-refusal', word: '社服不', title: '社区服务申请不予登记决定书' };

const MEASURES = '《精神障碍社区康复服务资源共享与转介管理办法》（民政部、国家卫生健康委、中国残联，2023年）';

const conditions: Readonly<Record<RefusalGround, string>> = {
  'no-consent': '本人（没有民事行为能力的，由监护人）知情同意，自愿接受服务',
  'not-diagnosed': '经医疗机构诊断，病情稳定、需要社区康复服务',
  'not-here': '在本地居住，能够就近接受服务',
  served: '没有正在接受的社区康复服务',
};
/** The condition that the check found not to be met. */
const unmet = (ground: RefusalGround): Clause => ({
  name: conditions[ground],
  verdict: 'unmet',
  value: null,
  limit: null,
  basis: MEASURES,
  note: refusalGrounds[ground],
});

export const rehabRefusal = (of: { about: About; ground: RefusalGround; reason: string }): Letter =>
  decisionLetter({
    addressee: of.about.applicantName,
    opening: [paragraph(`${openingOf(of.about, '社区服务')}，经初核不符合登记条件，现决定不予登记。`)],
    sections: [
      unmetConditions([unmet(of.ground)]),
      { title: '初核意见', blocks: [paragraph(sentence(of.reason))] },
      {
        title: '您还可以',
        blocks: [
          paragraph(
            '情况变化后可以随时重新申请。需要看病、用药的，可以找社区（乡镇）医生；家里有困难的，可以向下面的电话咨询救助。',
          ),
        ],
      },
    ],
    paper: '决定书',
    reconsiderationBody: of.about.reconsiderationBody,
    contact: of.about.contact,
  });
