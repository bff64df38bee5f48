/** 双随机公开 for everybody: plans, draws with all that they rest on, results of checks, dangers. Readable without scripts; with them a draw is computed again. */
import { longDate, plainDateOf } from '../../kernel/calendar/index.ts';
import { type DrawInput, type Drawn, exclusions, passes } from '../../kernel/inspection/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import type { Shell } from './views.ts';

/** Address of the script that computes a draw again. */
export const REPLAY = '/draw-replay.js';

interface DrawLine {
  no: string;
  matter: string;
  divisionName: string;
  state: string;
  stateZh: string;
  windowFrom: PlainDate;
  windowTo: PlainDate;
  drawn: number | null;
}
interface WholeDraw extends DrawLine {
  counties: readonly { code: string; name: string }[];
  input: DrawInput;
  objectHash: string;
  inspectorHash: string;
  beaconSource: string;
  promise: string | null;
  promisedAt: string | null;
  beacon: string | null;
  beaconOn: PlainDate | null;
  secret: string | null;
  seed: string | null;
  result: Drawn | null;
  voidReason: string | null;
  hands: readonly { zh: string; name: string; at: string }[];
}
interface Check {
  no: string;
  objectId: string;
  objectName: string;
  causeZh: string;
  matter: string;
  finishedAt: string;
  resultZh: string;
  publishedOn: PlainDate;
  faults: readonly string[];
  objectionAnswer: string | null;
}
interface Danger {
  no: string;
  objectName: string;
  gradeZh: string;
  rule: string;
  dueOn: PlainDate;
  stateZh: string;
  late: boolean;
}
interface Plan {
  year: number;
  divisionName: string;
  matter: string;
  rates: Readonly<Record<'A' | 'B' | 'C' | 'D', number>>;
  caps: Readonly<Record<'A' | 'B' | 'C', number>>;
  publishedOn: PlainDate;
}
export interface DrawsView extends Shell {
  plans: readonly Plan[];
  draws: readonly DrawLine[];
  checks: readonly Check[];
  dangers: readonly Danger[];
}
export interface DrawView extends Shell {
  draw: WholeDraw;
}

const on = (at: string): string => longDate(plainDateOf(at));
const none = html`<p class="say">还没有。</p>`;

const checkLines = (checks: readonly Check[]): Html =>
  html`<ul class="plain">${checks.map(
    (check) =>
      html`<li><a href="/institutions/${check.objectId}/supervision"><b>${check.objectName}</b></a>　<span class="tag">${check.resultZh}</span><br>${check.matter}（${check.causeZh}），${on(check.finishedAt)}检查${check.faults.length > 0 && html`<br>不符合：${check.faults.join('；')}`}${check.objectionAnswer && html`<br>机构有异议，答复：${check.objectionAnswer}`}<br><small>${check.no}，${longDate(check.publishedOn)}公示</small></li>`,
  )}</ul>`;
const dangerLines = (dangers: readonly Danger[]): Html =>
  html`<ul class="plain">${dangers.map(
    (danger) =>
      html`<li><b>${danger.objectName}</b>　<span class="tag">${danger.gradeZh}</span>${danger.late && html` <span class="tag">已逾期</span>`}<br>${danger.rule}<br><small>${danger.no}，应于${longDate(danger.dueOn)}整改完成，${danger.stateZh}</small></li>`,
  )}</ul>`;

export interface HomeSupervisionView extends Shell {
  name: string;
  level: number;
  validTo: PlainDate | null;
  id: string;
  checks: readonly Check[];
  dangers: readonly Danger[];
}

/** `/institutions/:id/supervision`: grade, checks and open dangers of one home. */
export const homeSupervisionPage = (view: HomeSupervisionView): string =>
  page(
    view,
    view.name,
    html`<p class="crumb"><a href="/draws">← 检查公开</a></p>
<h1>${view.name}</h1>
<p class="lead">${view.level === 0 ? '还没有等级' : `等级评定${view.level}级`}${view.validTo && html`，有效期至${longDate(view.validTo)}`}。</p>
<p><a href="/care-homes/${view.id}">价格、空床和电话</a></p>
${view.dangers.some(({ gradeZh }) => gradeZh === '重大') && html`<div class="say"><p><b>有重大隐患没有销号，现在不能新收住。</b></p></div>`}
<h2>检查结果</h2>
${view.checks.length === 0 ? none : checkLines(view.checks)}
<h2>没有销号的重大隐患、逾期7天以上的隐患</h2>
${view.dangers.length === 0 ? html`<p class="say">没有。</p>` : dangerLines(view.dangers)}`,
  );

/** `/draws`. */
export const drawsPage = (view: DrawsView): string =>
  page(
    view,
    '养老机构检查公开',
    html`<p class="crumb"><a href="/">← 首页</a></p>
<h1>养老机构检查公开</h1>
<p class="lead">查谁、谁去查，由公开的数字抽出来，谁都可以重算一遍；查的结果20个工作日内公示。</p>
<h2>抽取</h2>
${
  view.draws.length === 0
    ? none
    : html`<ul class="plain">${view.draws.map(
        (draw) =>
          html`<li><a href="/draws/${draw.no}"><b>${draw.no}</b> ${draw.divisionName}${draw.matter}</a>　<span class="tag">${draw.stateZh}</span>${draw.drawn !== null && draw.state === 'drawn' && html`<br>抽中${draw.drawn}家，${longDate(draw.windowFrom)}至${longDate(draw.windowTo)}检查`}</li>`,
      )}</ul>`
}
<h2>检查结果</h2>
${view.checks.length === 0 ? none : checkLines(view.checks)}
<h2>没有销号的重大隐患、逾期7天以上的隐患</h2>
${view.dangers.length === 0 ? html`<p class="say">没有。</p>` : dangerLines(view.dangers)}
<h2>年度检查计划</h2>
${
  view.plans.length === 0
    ? none
    : html`<ul class="plain">${view.plans.map(
        ({ year, divisionName, matter, rates, caps, publishedOn }) =>
          html`<li><b>${year}年 ${divisionName} ${matter}</b><br>抽取比例：A类${rates.A}%、B类${rates.B}%、C类${rates.C}%、D类${rates.D}%；一年最多：A类${caps.A}次、B类${caps.B}次、C类${caps.C}次，D类不限<br><small>${longDate(publishedOn)}公示</small></li>`,
      )}</ul>`
}`,
  );

const code = (text: string | null): Html => html`<code class="hash">${text ?? '还没有公开'}</code>`;
const fact = (label: string, value: Html | string): Html => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

/** `/draws/:no`: every number that the draw was made from, its result, and what computes it again. */
export function drawPage(view: DrawView): string {
  const { draw } = view;
  const { input, result } = draw;
  const nameOf = new Map<string, string>([
    ...input.objects.map(({ id, name }): [string, string] => [id, name]),
    ...input.inspectors.map(({ id, name }): [string, string] => [id, name]),
  ]);
  const published = {
    input,
    promise: draw.promise,
    secret: draw.secret,
    beacon: draw.beacon,
    seed: draw.seed,
    objectHash: draw.objectHash,
    inspectorHash: draw.inspectorHash,
    result,
  };
  return page(
    view,
    `抽取${draw.no}`,
    html`<script src="${REPLAY}" type="module"></script>
<p class="crumb"><a href="/draws">← 检查公开</a></p>
<h1>${draw.no} ${draw.divisionName}${draw.matter}</h1>
<p class="lead"><span class="tag">${draw.stateZh}</span> ${longDate(draw.windowFrom)}至${longDate(draw.windowTo)}检查。</p>
${draw.voidReason && html`<div class="say"><p><b>这一批已经作废：</b>${draw.voidReason}</p></div>`}
${result?.shortFor && html`<div class="say"><p><b>执法人员不足，抽取未生成。</b>${nameOf.get(result.shortFor) ?? ''}凑不齐两名可以派的执法人员。</p></div>`}
${
  draw.secret &&
  html`<h2>您来重算一遍</h2>
<div id="replay" data-draw="${JSON.stringify(published)}">
<p class="say">打开脚本的浏览器在您的设备上重算：不相信我们的结果，只用下面公开的数。没有脚本的，照页末的办法用别的工具算。</p>
</div>`
}
<h2>公开的数</h2>
<dl class="facts">
${fact('名录哈希', code(draw.objectHash))}
${fact('执法人员名录哈希', code(draw.inspectorHash))}
${fact('承诺值', html`${code(draw.promise)}${draw.promisedAt && html`<br><small>${on(draw.promisedAt)}公布</small>`}`)}
${fact('公开随机数', html`${draw.beaconSource}${draw.beacon && html`：${draw.beacon}`}${draw.beaconOn && html`<br><small>${longDate(draw.beaconOn)}开出</small>`}`)}
${fact('密值', code(draw.secret))}
${fact('种子', code(draw.seed))}
</dl>
<h2>谁办的</h2>
<ul class="plain">${draw.hands.map(({ zh, name, at }) => html`<li>${zh}：${name}，${on(at)}</li>`)}</ul>
${
  result &&
  html`<h2>排序和结果</h2>
${result.strata.map(
  (
    stratum,
  ) => html`<h3>${stratum.riskClass}类 ${draw.counties.find(({ code: at }) => at === stratum.county)?.name ?? ''}：${stratum.of}家抽${stratum.draws}家</h3>
<div class="table"><table><caption class="quiet">签从小到大排，取前${stratum.draws}家</caption><thead><tr><th scope="col">次序</th><th scope="col">机构</th><th scope="col">签</th><th scope="col">结果</th></tr></thead><tbody>${stratum.ranking.map(
    ({ id, lot, drawn }, i) =>
      html`<tr><td>${i + 1}</td><td>${nameOf.get(id) ?? id}<br><small>${id}</small></td><td><code class="hash">${lot.slice(0, 12)}…</code></td><td>${drawn ? '抽中' : ''}</td></tr>`,
  )}</tbody></table></div>`,
)}
${
  result.pairs.length > 0 &&
  html`<h3>检查人员</h3><ul class="plain">${result.pairs.map(
    (pair) =>
      html`<li><b>${nameOf.get(pair.objectId) ?? pair.objectId}</b>：主办${nameOf.get(pair.lead) ?? pair.lead}，协办${nameOf.get(pair.second) ?? pair.second}<br><small>次序：${pair.candidates.map(({ id, passed }) => `${nameOf.get(id) ?? id}${passed ? `（${passes[passed]}）` : ''}`).join('、')}</small></li>`,
  )}</ul>`
}`
}
<h2>名录</h2>
<div class="table"><table><caption class="quiet">检查对象${input.objects.length}家</caption><thead><tr><th scope="col">编号</th><th scope="col">机构</th><th scope="col">等级</th><th scope="col">不参加抽取</th></tr></thead><tbody>${input.objects.map(
      ({ id, name, riskClass, excluded }) =>
        html`<tr><td><small>${id}</small></td><td>${name}</td><td>${riskClass}</td><td>${excluded ? exclusions[excluded] : ''}</td></tr>`,
    )}</tbody></table></div>
<div class="table"><table><caption class="quiet">执法人员${input.inspectors.length}名</caption><thead><tr><th scope="col">编号</th><th scope="col">姓名</th><th scope="col">执法证</th><th scope="col">手上的任务</th></tr></thead><tbody>${input.inspectors.map(
      ({ id, name, certNo, load, unfit }) =>
        html`<tr><td>${id}</td><td>${name}</td><td>${certNo}</td><td>${load}${unfit && html`，${passes[unfit]}`}</td></tr>`,
    )}</tbody></table></div>
${
  input.recusals.length > 0 &&
  html`<p>回避：${input.recusals.map(({ objectId, inspectorId, reason }) => `${nameOf.get(inspectorId) ?? inspectorId}不查${nameOf.get(objectId) ?? objectId}（${passes[reason]}）`).join('；')}。</p>`
}
<details><summary>怎么算的</summary>
<ol>
<li>名录哈希是编号从小到大、每行一个的SHA-256。执法人员名录哈希同样，每行是“编号 执法证号”。</li>
<li>承诺值是密值的SHA-256，抽取以前至少公布24小时；种子是“密值|公开随机数”的SHA-256，32个字节。</li>
<li>每家的签是以种子为钥、对“${draw.no}|机构编号”的HMAC-SHA256。各等级、各县分开，签从小到大，取前 (比例×家数+99)÷100 的整数家。</li>
<li>每家的执法人员，按以种子为钥、对“${draw.no}|机构编号|人员编号”的HMAC-SHA256从小到大，跳过回避的、任务满的，前两名是主办和协办；D类在先，任务数一家一家累计，一人最多${input.inspectorCap}个。</li>
</ol></details>`,
  );
}
