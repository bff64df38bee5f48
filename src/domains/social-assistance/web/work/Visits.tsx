/** 入户调查: who went, whom they met, what they saw, with photos and signature. */
import { positionText } from '../../../../kernel/schema/index.ts';
import type { CaseView } from '../../../../kernel/service/index.ts';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import type { VisitContent } from './content.ts';

const living: Record<string, { zh: string; tone: 'good' | 'warn' }> = {
  consistent: { zh: '与申报一致', tone: 'good' },
  'worse-than-declared': { zh: '比申报的更困难', tone: 'warn' },
  'better-than-declared': { zh: '比申报的宽裕', tone: 'warn' },
};

export const Visits = ({ content: visits }: { content: readonly VisitContent[]; kase: CaseView }) => (
  <Section title={`入户调查（${visits.length}次）`}>
    <ul className="plain-list">
      {visits.map((visit, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: visits are only ever added
        <li key={i}>
          <p className="line">
            <Day on={visit.on} />
            <b>{visit.surveyors.join('、')}</b>
            {visit.respondent && <span className="quiet">接待：{visit.respondent}</span>}
            {visit.county && <Tag>县级入户</Tag>}
            {visit.living && <Tag tone={living[visit.living]?.tone ?? 'plain'}>{living[visit.living]?.zh ?? visit.living}</Tag>}
          </p>
          <p>{visit.findings}</p>
          <p className="quiet">
            {visit.position ? `位置：${positionText(visit.position)}` : '没有定位'}
            {visit.photos?.length === 0 && visit.photoNote && `；没有拍照：${visit.photoNote}`}
          </p>
          <p className="quiet">{visit.signed ? '家人已签名' : `没有签名：${visit.refusalNote ?? '未说明'}`}</p>
          {visit.photos && visit.photos.length > 0 && (
            <div className="photos">
              {visit.photos.map((id, n) => (
                <a key={id} href={`/api/files/${id}`} target="_blank" rel="noreferrer">
                  <img src={`/api/files/${id}`} alt={`${visit.on}入户照片${n + 1}`} loading="lazy" />
                </a>
              ))}
            </div>
          )}
        </li>
      ))}
    </ul>
  </Section>
);
