/** 认定: which status, since when, until when or when to be reviewed. */
import type { CaseView } from '../../../../kernel/service/index.ts';
import { Facts, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { opens, recognitionNames } from '../../classification/categories.ts';
import type { Recognition as Content } from '../../recognition/content.ts';

const states = {
  active: { zh: '有效', tone: 'good' },
  ended: { zh: '已终止', tone: 'plain' },
  expired: { zh: '已到期', tone: 'warn' },
} as const;

export const Recognition = ({ content: r }: { content: Content; kase: CaseView }) => (
  <Section title="认定" aside={<Tag tone={states[r.state].tone}>{states[r.state].zh}</Tag>}>
    <Facts
      rows={[
        { label: '类别', value: recognitionNames[r.kind] },
        { label: '认定日期', value: <Day on={r.validFrom} /> },
        r.validTo ? { label: '有效期至', value: <Day on={r.validTo} /> } : { label: '应复核', value: <Day on={r.reviewDue} /> },
        ...(r.endedOn ? [{ label: '终止', value: <Day on={r.endedOn} /> }] : []),
        ...(r.endReason ? [{ label: '原因', value: r.endReason }] : []),
        { label: '可以享受', value: opens[r.kind] },
      ]}
    />
  </Section>
);
