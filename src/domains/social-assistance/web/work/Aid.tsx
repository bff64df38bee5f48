/** 临时救助 on a case page: what was given and by whom, what is left, its stages, the outlay with its papers, the follow-up. */
import type { Fen, PlainDate } from '../../../../kernel/schema/index.ts';
import type { CaseView } from '../../../../kernel/service/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Money, Tag } from '../../../../web/components/marks.tsx';
import type { InKindView } from '../../temporary-aid/terms.ts';

interface Stage {
  no: number;
  amountFen: Fen;
  purpose: string;
  releasedAt: string | null;
  releasedBy: string | null;
  cancelledOn: PlainDate | null;
}

export interface AidContent {
  typeZh: string;
  amountFen: Fen | null;
  townshipFen: Fen;
  countyFen: Fen;
  reportedAt: string;
  firstHelpAt: string | null;
  emergencyOverOn: PlainDate | null;
  minutesNo: string | null;
  splitCount: number | null;
  followUpOn: PlainDate | null;
  followedUpOn: PlainDate | null;
  followedUpBy: string | null;
  followUp: string | null;
  stages: readonly Stage[];
  outlay: {
    amountFen: Fen;
    firstName: string;
    secondName: string;
    receiptFile: string;
    photoFile: string;
    day: PlainDate;
  } | null;
  /** Help that is no money; of an emergency only. */
  inKind?: readonly InKindView[];
  payable?: { amountFen: Fen; limitFen: Fen; balanceFen: Fen | null } | null;
  restFen?: Fen | null;
}

const file = (id: string, zh: string) => (
  <a href={`/api/files/${id}`} target="_blank" rel="noreferrer">
    {zh}
  </a>
);

export function Aid({ content: aid, kase }: { content: AidContent; kase: CaseView }) {
  const open = kase.outcome === null;
  const { payable, outlay } = aid;
  return (
    <Section title={`${aid.typeZh}临时救助`}>
      {aid.splitCount !== null && (
        <p>
          <Tag tone="warn">疑似拆分</Tag> 同一家庭短期内第{aid.splitCount}
          次乡镇救助，合计超过乡镇额度。供审计核查，不影响本次救助。
        </p>
      )}
      <Facts
        rows={[
          { label: '已救助', value: <Money fen={aid.amountFen ?? 0} /> },
          { label: '乡镇', value: <Money fen={aid.townshipFen} /> },
          { label: '县级', value: <Money fen={aid.countyFen} /> },
          ...(open && aid.restFen ? [{ label: '待县级审批', value: <Money fen={aid.restFen} /> }] : []),
          ...(open && payable && !outlay
            ? [
                { label: '可先行救助', value: <Money fen={payable.amountFen} /> },
                {
                  label: '备用金余额',
                  value: payable.balanceFen === null ? '还没有拨付' : <Money fen={payable.balanceFen} />,
                },
              ]
            : []),
          { label: '报告', value: <Moment at={aid.reportedAt} /> },
          ...(aid.firstHelpAt ? [{ label: '首次救助', value: <Moment at={aid.firstHelpAt} /> }] : []),
          ...(aid.emergencyOverOn ? [{ label: '急难解除', value: <Day on={aid.emergencyOverOn} /> }] : []),
          ...(aid.minutesNo ? [{ label: '一事一议', value: aid.minutesNo }] : []),
          ...(aid.followUpOn
            ? [
                {
                  label: '回访',
                  value: aid.followedUpOn ? (
                    <>
                      <Day on={aid.followedUpOn} /> {aid.followedUpBy}：{aid.followUp}
                    </>
                  ) : (
                    <>
                      应于 <Day on={aid.followUpOn} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {aid.inKind && aid.inKind.length > 0 && (
        <>
          <h3>钱以外的帮助</h3>
          <DataTable
            caption="钱以外的帮助"
            rows={aid.inKind}
            rowKey={(given) => given.id}
            columns={[
              { key: 'kind', title: '种类', kind: 'main', render: (given) => given.kindZh },
              { key: 'what', title: '是什么', render: (given) => [given.what, given.quantity].join('，') },
              {
                key: 'value',
                title: '折合',
                kind: 'number',
                render: (given) => given.valueFen && <Money fen={given.valueFen} />,
              },
              { key: 'source', title: '谁提供', render: (given) => given.source },
              {
                key: 'given',
                title: '登记',
                render: (given) => (
                  <span className="line">
                    <Moment at={given.givenAt} /> {given.givenName}
                    {given.receiptFile && file(given.receiptFile, '签字')}
                    {given.photoFile && file(given.photoFile, '照片')}
                  </span>
                ),
              },
            ]}
          />
        </>
      )}
      {outlay && (
        <>
          <h3>备用金支出</h3>
          <p className="line">
            <Day on={outlay.day} /> <Money fen={outlay.amountFen} />
            <span>
              {outlay.firstName}、{outlay.secondName}签字
            </span>
            {file(outlay.receiptFile, '领款收据')}
            {file(outlay.photoFile, '现场照片')}
          </p>
        </>
      )}
      {aid.stages.length > 0 && (
        <>
          <h3>县级救助金的发放</h3>
          <DataTable
            caption="分阶段发放"
            rows={aid.stages}
            rowKey={(stage) => String(stage.no)}
            columns={[
              { key: 'no', title: '阶段', kind: 'main', render: (stage) => `第${stage.no}阶段` },
              { key: 'purpose', title: '用途', render: (stage) => stage.purpose },
              { key: 'amount', title: '金额', kind: 'number', render: (stage) => <Money fen={stage.amountFen} /> },
              {
                key: 'state',
                title: '状态',
                render: (stage) =>
                  stage.releasedAt ? (
                    <>
                      <Tag tone="good">已批发放</Tag> <Moment at={stage.releasedAt} /> {stage.releasedBy}
                    </>
                  ) : stage.cancelledOn ? (
                    <Tag>已停发</Tag>
                  ) : (
                    <Tag tone="now">待核查</Tag>
                  ),
              },
            ]}
          />
        </>
      )}
    </Section>
  );
}
