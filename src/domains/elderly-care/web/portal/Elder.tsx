/** 老人的补贴和评估: what I draw and could draw, until when I should be seen this year, what my level is and how long it holds. */
import { useState } from 'react';
import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';
import { AskForm } from '../../../../web/portal/AskForm.tsx';
import { Await, Page, Trouble, useLoad } from '../../../../web/portal/parts.tsx';
import { Link } from '../../../../web/portal/router.tsx';
import { type ApiError, api, apiErrorOf, isRefusal, newRequestId } from '../../../../web/shared/api.ts';
import { dateText, yuan } from '../../../../web/shared/format.ts';
import type { MyAllowance } from '../../allowance/terms.ts';
import { type MyNeed, matchableNames } from '../../matching/mine-content.ts';
import type { MyQuota } from '../../quota/rules.ts';
import type { MySubsidies } from '../../subsidies/terms.ts';

interface Mine {
  allowance: MyAllowance | null;
  checkForElder: readonly FormField[];
  subsidies: MySubsidies;
  quota: MyQuota | null;
  needs: readonly MyNeed[];
  level: { zh: string; validTo: PlainDate } | null;
}

export default function ElderPage() {
  const mine = useLoad<Mine>('/api/elders/my');
  return (
    <Page title="老人的补贴和评估" back={{ href: '/app/my', text: '我的办件' }}>
      <Await of={mine}>
        {({ allowance, checkForElder, subsidies, quota, level, needs }) => (
          <>
            <section>
              <h2>高龄津贴</h2>
              {allowance ? (
                <>
                  <p className="sum">
                    每月{yuan(allowance.amountFen)}，{allowance.stateZh}
                  </p>
                  <p>
                    {dateText(allowance.fromMonth)}起{allowance.lastMonth && `，发到${dateText(allowance.lastMonth)}`}
                  </p>
                  {allowance.why && <p className="say warn">{allowance.why}。</p>}
                  {!allowance.lastMonth && (
                    <p>{dateText(allowance.checkDueOn)}前要认证一次。看病、刷社保卡、工作人员上门见过的自动认证，不用专门跑。</p>
                  )}
                  {allowance.check.asked && <p className="say">{allowance.check.asked}。</p>}
                  {allowance.check.fields && (
                    <AskForm
                      title="做年度认证"
                      button="认证"
                      says="近来有人见过您的，点了就认证好；没有的，村（社区）照您选的办法来，不收钱，也不用刷脸。"
                      fields={allowance.check.fields}
                      url="/api/elders/my/life-check"
                      done={mine.reload}
                    />
                  )}
                  {allowance.check.records.length > 0 && (
                    <details>
                      <summary>认证记录</summary>
                      {allowance.check.records.map((one) => (
                        <p key={one.on}>
                          {dateText(one.on)}：{one.says}
                        </p>
                      ))}
                    </details>
                  )}
                </>
              ) : (
                <p>您现在没有领高龄津贴。满80周岁的，生日前30天村（社区）会主动上门，不用申请。</p>
              )}
              {!allowance && (
                <p className="row">
                  <Link className="button plain" href="/app/apply/EL-02">
                    满80岁了，没有人来找
                  </Link>
                </p>
              )}
              <ForElder fields={checkForElder} />
            </section>
            <Subsidies of={subsidies} reload={mine.reload} />
            {quota && (
              <section>
                <h2>政府购买的居家服务</h2>
                <p className="sum">这个月还有{yuan(quota.amountFen - quota.usedFen - quota.reservedFen)}</p>
                <p>
                  已用{yuan(quota.usedFen)}，约好还没有做的占{yuan(quota.reservedFen)}。用不完不转到下个月，也不折现。
                </p>
              </section>
            )}
            <Needs of={needs} reload={mine.reload} />
            <section>
              <h2>消费券</h2>
              <p className="row">
                <Link className="button plain" href="/app/vouchers">
                  我的消费券
                </Link>
              </p>
            </section>
            <section>
              <h2>健康档案和家庭医生</h2>
              <p>慢性病、过敏、用药由您决定给谁看，随时可以撤回。</p>
              <p className="row">
                <Link className="button plain" href="/app/elder/health">
                  我的健康档案和签约
                </Link>
              </p>
            </section>
            <section>
              <h2>外地看病报销</h2>
              <p>在外地看了病不会报销的，告诉我们，两个工作日内有人讲清带什么。</p>
              <p className="row">
                <Link className="button plain" href="/app/elder/reimbursement">
                  求助报销
                </Link>
              </p>
            </section>
            <section>
              <h2>能力评估</h2>
              {level ? (
                <p>
                  {level.zh}，有效期至{dateText(level.validTo)}。报告在“我的文书”里，只有您和评估、复核的人看得到。
                </p>
              ) : (
                <p>您还没有生效的评估结果。</p>
              )}
              <p className="row">
                <Link className="button plain" href="/app/apply/EL-08">
                  申请能力评估
                </Link>
                <Link className="button plain" href="/app/apply/EL-32">
                  对结果不同意，申请复评
                </Link>
              </p>
            </section>
          </>
        )}
      </Await>
    </Page>
  );
}

function ForElder({ fields }: { fields: readonly FormField[] }) {
  const [says, setSays] = useState<string | null>(null);
  return (
    <>
      {says && (
        <p className="say" role="status">
          {says}
        </p>
      )}
      <AskForm
        title="替家里老人做年度认证"
        button="认证"
        says="填老人的姓名和身份证号码。近来有人见过老人的马上认证；没有的，村（社区）上门或者视频见到老人。"
        fields={fields}
        url="/api/elders/life-checks"
        done={(answer) => setSays((answer as { says: string }).says)}
      />
    </>
  );
}

function Needs({ of, reload }: { of: readonly MyNeed[]; reload: () => void }) {
  const [requestId, setRequestId] = useState(newRequestId);
  const [code, setCode] = useState('');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const send = () => {
    if (busy || code === '') return;
    setBusy(true);
    setTrouble(null);
    api
      .post('/api/elders/my/needs', { code, note, specials: [], requestId })
      .then(
        () => {
          setCode('');
          setNote('');
          setRequestId(newRequestId());
          reload();
        },
        (error: unknown) => {
          const refused = apiErrorOf(error);
          setTrouble(refused);
          if (isRefusal(refused)) setRequestId(newRequestId());
        },
      )
      .finally(() => setBusy(false));
  };
  return (
    <section>
      <h2>我需要的服务</h2>
      {of.map((need) => (
        <p key={need.id}>
          {need.zh}：{need.stateZh}
          {need.offers.map((one) => `；介绍了${one.name}，电话${one.telephone}`)}
        </p>
      ))}
      <label htmlFor="need-code">需要什么</label>
      <select id="need-code" value={code} onChange={(e) => setCode(e.target.value)}>
        <option value="">请选择</option>
        {Object.entries(matchableNames).map(([value, zh]) => (
          <option key={value} value={value}>
            {zh}
          </option>
        ))}
      </select>
      <label htmlFor="need-note">说明（可以不填）</label>
      <textarea id="need-note" maxLength={200} value={note} onChange={(e) => setNote(e.target.value)} />
      {trouble && <Trouble error={trouble} />}
      <p className="row">
        <button type="button" className="button plain" disabled={busy || code === ''} onClick={send}>
          {busy ? '正在送出' : '告诉乡镇（街道）'}
        </button>
      </p>
      <p>3个工作日内会有人给您介绍合适的。急事请打热线。</p>
    </section>
  );
}

function Subsidies({ of: { awards, asked, offers }, reload }: { of: MySubsidies; reload: () => void }) {
  return (
    <section>
      <h2>经济困难老年人补贴</h2>
      {awards.map((award) => (
        <p key={award.zh + award.fromMonth}>
          {award.zh}，每月{yuan(award.amountFen)}，{dateText(award.fromMonth)}起
          {award.lastMonth ? `，发到${dateText(award.lastMonth)}，${award.reason}` : ''}。
        </p>
      ))}
      {asked.map((kase) => (
        <p key={kase.id}>
          您申请的{kase.zh}正在办理，<Link href={`/app/my/${kase.id}`}>看办到哪一步</Link>。
        </p>
      ))}
      {offers.map((offer) => (
        <div key={offer.kind} className="say">
          <p>
            按现在登记的情况，您可以领{offer.zh}，每月<b>{yuan(offer.amountFen)}</b>，批准后从{dateText(offer.fromMonth)}起。
          </p>
          {offer.accountKnown ? (
            <Confirm kind={offer.kind} done={reload} />
          ) : (
            <p className="row">
              <Link className="button" href={`/app/apply/${offer.item}`}>
                填收款账户，申请
              </Link>
            </p>
          )}
        </div>
      ))}
      {awards.length + asked.length + offers.length === 0 && (
        <p>您现在没有领。低保、低保边缘家庭的老人，满80岁或者评估为中度失能以上的可以申请，高龄津贴照领。</p>
      )}
    </section>
  );
}

function Confirm({ kind, done }: { kind: string; done: () => void }) {
  const [requestId] = useState(newRequestId);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  return (
    <>
      {trouble && <Trouble error={trouble} />}
      <button
        type="button"
        className="button"
        disabled={busy}
        onClick={() => {
          setBusy(true);
          api.post('/api/elders/my/subsidies', { kind, requestId }).then(done, (error: unknown) => {
            setTrouble(apiErrorOf(error));
            setBusy(false);
          });
        }}
      >
        {busy ? '正在提交' : '申请，打到我现在的卡'}
      </button>
    </>
  );
}
