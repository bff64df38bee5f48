/** One application: who, what stands in the way, the nine risks, the contract, the money, and the next step. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { AdmissionFile } from '../../stays/content.ts';
import { Payments } from './Payments.tsx';

export function Admission() {
  const { admissionId } = useParams({ strict: false }) as { admissionId: string };
  const file = useQuery({
    queryKey: ['/api/admissions', admissionId],
    queryFn: () => api.get<AdmissionFile>(`/api/admissions/${admissionId}`),
  });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file }: { file: AdmissionFile }) {
  const session = useSession();
  return (
    <Page
      title={`${file.name}（${file.sexZh}，${file.age}岁）`}
      lead={`${file.kindZh}入住，轮候号${file.no}，${file.channelZh}申请`}
      aside={<Link to={'/institution/admissions' as never}>← 入住</Link>}
    >
      <Section title="到了哪一步">
        <Facts
          rows={[
            {
              label: '现在',
              value: (
                <>
                  <Tag tone={file.tone}>{file.stateZh}</Tag>
                  {file.place !== null && `排第${file.place}位（${file.rankZh}）`}
                  {file.bed && `床位${file.bed}`}
                  {file.until && `，留到${file.until}`}
                  {file.stayId && (
                    <Link to={'/stays/$stayId' as never} params={{ stayId: file.stayId } as never}>
                      看入住情况
                    </Link>
                  )}
                </>
              ),
            },
            ...(file.closedReason ? [{ label: '原因', value: file.closedReason }] : []),
            ...(file.jumpReason ? [{ label: '提前安排的理由', value: file.jumpReason }] : []),
            { label: '希望入住', value: <Day on={file.wantedOn} /> },
            { label: '联系人', value: `${file.contact}，${file.phone}` },
            { label: '轮候依据', value: file.standing.length > 0 ? file.standing.join('，') : '没有优先情形' },
          ]}
        />
        <p className="choices">
          <Offers offers={file.offers} of={file.name} division={homeDivision(session)} first="primary" />
        </p>
      </Section>
      <Section title="能力和风险">
        <Facts
          rows={[
            {
              label: '能力等级',
              value: file.levelZh ? `${file.levelZh}，护理等级可按${file.offeredZh}` : '还没有能力评估，请家属申请老年人能力评估',
            },
            {
              label: '九项风险',
              value:
                file.risks.length === 0
                  ? '还没有评估'
                  : file.risks.map((r) => (
                      <Tag key={r.zh} tone={r.high ? 'warn' : 'plain'}>
                        {r.zh}：{r.levelZh}
                      </Tag>
                    )),
            },
            ...(file.measures ? [{ label: '防范措施', value: file.measures }] : []),
            ...(file.missing.length > 0 ? [{ label: '签协议前还缺', value: file.missing.join('、') }] : []),
          ]}
        />
      </Section>
      <Section title="协议">
        {file.contract ? (
          <Facts
            rows={[
              { label: '护理等级', value: file.contract.careLevelZh },
              {
                label: '费用',
                value: (
                  <>
                    床位费每月
                    <Money fen={file.contract.bedFen} />
                    ，护理费每月
                    <Money fen={file.contract.careFen} />
                  </>
                ),
              },
              {
                label: '押金',
                value:
                  file.contract.depositFen === 0 ? (
                    '不收'
                  ) : (
                    <>
                      <Money fen={file.contract.depositFen} />，{file.contract.depositPaid ? '已到账' : '还没有到账'}
                    </>
                  ),
              },
              { label: '代理人', value: file.contract.agent },
              { label: '紧急联系人', value: file.contract.emergency },
              {
                label: '协议',
                value: (
                  <a href={`/api/documents/${file.contract.documentId}`} target="_blank" rel="noreferrer">
                    打开协议
                  </a>
                ),
              },
            ]}
          />
        ) : (
          <p className="quiet">还没有签协议。</p>
        )}
      </Section>
      <Payments rows={file.payments} />
    </Page>
  );
}
