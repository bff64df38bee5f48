/** 家人的养老机构: where each application stands; of a stay the way to its own page. */

import { Act } from '../../../../web/portal/Act.tsx';
import { Await, Page, useLoad } from '../../../../web/portal/parts.tsx';
import { Link } from '../../../../web/portal/router.tsx';
import { dateText, yuan } from '../../../../web/shared/format.ts';
import type { TourView } from '../../family/content.ts';
import type { FamilyView } from '../../stays/content.ts';

export default function CarePage() {
  const mine = useLoad<{ rows: FamilyView[] }>('/api/my/care');
  const tours = useLoad<{ rows: TourView[] }>('/api/my/care/tours');
  return (
    <Page title="家人的养老机构" back={{ href: '/app/my', text: '我的办件' }}>
      <p>
        <a className="button plain" href="/care-homes">
          找养老机构
        </a>
      </p>
      <Await of={mine}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="say">您还没有申请过入住。先找一家有空床的，可以在网上预留，也可以申请轮候。</p>
          ) : (
            rows.map((row) => <One key={row.id} of={row} reload={mine.reload} />)
          )
        }
      </Await>
      <Await of={tours}>{({ rows }) => <Tours rows={rows} reload={tours.reload} />}</Await>
    </Page>
  );
}

const Tours = ({ rows, reload }: { rows: readonly TourView[]; reload: () => void }) =>
  rows.length === 0 ? null : (
    <section>
      <h2>预约的参观</h2>
      {rows.map((row) => (
        <div key={row.id}>
          <p>
            <b>{row.institutionName}</b>，{row.days}，{row.stateZh}
            {row.answer && `：${row.answer}`}，电话<a href={`tel:${row.telephone}`}>{row.telephone}</a>
          </p>
          {row.state === 'asked' && (
            <p className="row">
              <Act url={`/api/my/care/requests/${row.id}/withdrawal`} text="撤回预约" done={reload} />
            </p>
          )}
        </div>
      ))}
    </section>
  );

function One({ of, reload }: { of: FamilyView; reload: () => void }) {
  const { stay } = of;
  const due = stay?.bills.filter((bill) => bill.stateZh === '待付' && bill.selfFen > bill.paidFen) ?? [];
  return (
    <section className="now">
      <h2>
        {of.name}，{of.institutionName}
      </h2>
      <p>
        <b>{of.stateZh}</b>
        {of.place !== null && `，轮候${of.no}号，前面还有${of.place - 1}位`}
        {of.bed && `，床位${of.bed}`}
        {of.until && `，给您留到${of.until}，请在这以前付定金`}
      </p>
      <p>
        机构电话 <a href={`tel:${of.telephone}`}>{of.telephone}</a>
        {of.contractId && (
          <>
            ，<a href={`/api/documents/${of.contractId}`}>打开服务协议</a>
          </>
        )}
      </p>
      <p className="row">
        {of.canRelease && <Act url={`/api/my/care/${of.id}/release`} text="放弃这张床" done={reload} />}
        {of.canWithdraw && <Act url={`/api/my/care/${of.id}/withdrawal`} text="撤回申请" done={reload} />}
      </p>
      {stay && (
        <>
          <p>
            {dateText(stay.fromOn)}入住{stay.toOn && `，${dateText(stay.toOn)}离开`}，床位{stay.bed}，{stay.kindZh}，护理等级
            {stay.levelZh}
            {stay.away && '，现在请假在外'}
          </p>
          {stay.asked && <p className="say warn">机构建议变更护理等级，等您确认。</p>}
          {due.length > 0 && (
            <p className="say warn">
              有{due.length}张账单待付，共{yuan(due.reduce((sum, bill) => sum + bill.selfFen - bill.paidFen, 0))}。
            </p>
          )}
          <p>
            <Link className="button" href={`/app/care/stay/${stay.id}`}>
              看照护、账单，请假和探访
            </Link>
          </p>
        </>
      )}
    </section>
  );
}
