/** 一次申请、分类审核: every category with its verdict; the reasons open on demand. */
import type { CaseView } from '../../../../kernel/service/index.ts';
import { Clauses } from '../../../../web/components/Decision.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import type { Classification as Content } from '../../classification/classify.ts';

const tones = { eligible: 'good', 'not-eligible': 'plain', undetermined: 'warn' } as const;
const words = { eligible: '符合', 'not-eligible': '不符合', undetermined: '尚不能确定' } as const;

export const Classification = ({ content: { tests, aid } }: { content: Content; kase: CaseView }) => (
  <Section title="一次申请，分类审核">
    {[
      ...tests.map((t) => ({ key: t.category as string, ...t })),
      { key: 'aid', zh: '临时救助需要（支出型）', outcome: aid.outcome, clauses: aid.clauses },
    ].map((test) => (
      <details key={test.key}>
        <summary>
          <b>{test.zh}</b> <Tag tone={tones[test.outcome]}>{words[test.outcome]}</Tag>
        </summary>
        <Clauses clauses={test.clauses} />
      </details>
    ))}
  </Section>
);
