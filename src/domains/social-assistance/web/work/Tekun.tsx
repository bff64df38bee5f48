/** 特困供养档案: how and where the person is supported, by whom, and how self-care was found. */
import type { CaseView } from '../../../../kernel/service/index.ts';
import { Facts, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Month, Tag } from '../../../../web/components/marks.tsx';
import type { TekunContent } from './content.ts';

export const Tekun = ({ content: profile }: { content: TekunContent; kase: CaseView }) => (
  <Section title="特困供养档案">
    <Facts
      rows={[
        { label: '状态', value: profile.endZh ? `${profile.stateZh}（${profile.endZh}）` : profile.stateZh },
        { label: '供养方式', value: profile.modeZh },
        { label: '自理等级', value: profile.gradeZh ?? '还没有评估' },
        ...(profile.capacityHint ? [{ label: '提示', value: profile.capacityHint }] : []),
        {
          label: '享受',
          value: (
            <>
              从 <Month month={profile.fromMonth} />
              {profile.lastMonth && (
                <>
                  {' '}
                  到 <Month month={profile.lastMonth} />
                </>
              )}
            </>
          ),
        },
        ...(profile.wishZh
          ? [{ label: '供养意愿', value: `${profile.wishZh}${profile.waitingZh ? `（在排队：${profile.waitingZh}）` : ''}` }]
          : []),
        { label: '基本生活按', value: `${profile.standardZh}标准` },
        ...profile.benefits.map((b) => ({
          label: `${b.zh}（每月）`,
          value: (
            <>
              <Money fen={b.amountFen} />
              {b.next && (
                <>
                  ，从 <Month month={b.next.fromMonth} /> 起 <Money fen={b.next.amountFen} />
                </>
              )}
            </>
          ),
        })),
      ]}
    />
    {profile.agreement && (
      <>
        <h3>照料服务协议</h3>
        <Facts
          rows={[
            {
              label: '照料人',
              value: `${profile.agreement.caregiver}（${profile.agreement.relation}） ${profile.agreement.phone}`,
            },
            { label: '每月照料护理费', value: <Money fen={profile.agreement.payFen} /> },
            { label: '照料内容', value: profile.agreement.duties },
            { label: '签订', value: <Day on={profile.agreement.signedOn} /> },
          ]}
        />
      </>
    )}
    {profile.assessments.length > 0 && (
      <>
        <h3>生活自理能力评估（{profile.assessments.length}次）</h3>
        <ul className="plain-list">
          {profile.assessments.map((a) => (
            <li key={`${a.on}${a.effectiveMonth}`}>
              <p className="line">
                <Day on={a.on} />
                <b>{a.gradeZh}</b>
                <span className="quiet">
                  从 <Month month={a.effectiveMonth} /> 起
                </span>
                <span className="quiet">{a.organisation}</span>
              </p>
              <p className="line">
                {a.items.map((item) => (
                  <Tag key={item.zh} tone={item.able ? 'good' : 'warn'}>
                    {item.zh}：{item.able ? '能' : '不能'}
                  </Tag>
                ))}
              </p>
            </li>
          ))}
        </ul>
      </>
    )}
  </Section>
);
