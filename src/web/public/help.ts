import { html } from './html.ts';
import { page, telephone } from './layout.ts';
import type { HelpView, MissingView } from './views.ts';

/** `/help` */
export const helpPage = (view: HelpView): string =>
  page(
    view,
    '办事帮助',
    html`<h1>办事帮助</h1>
<h2>怎么申请</h2>
<ol class="plain"><li>在首页点您遇到的事，打开办事指南，看看能领什么、要带什么。</li><li>点“开始申请”，用身份证号和短信验证码登录。</li><li>一步一步填，填的内容会自动保存；拍照上传材料。</li><li>最后看一遍，签名，提交。以后每到一步，都会发消息告诉您。</li></ol>
<h2>不会用手机</h2>
<p>请家人点首页的“帮家人办”，或者找村（社区）干部代办，也可以带上身份证、户口簿到乡镇（街道）便民服务中心窗口。</p>
<h2>看不清字</h2>
<p>点页面最上面的“大字”，所有的字都会变大；颜色太淡就点“高对比”。手机会记住。</p>
<h2>谁能看我的信息</h2>
<p>只有办您这件事的人能看，每看一次都有记录。登录后打开“我的档案”，能看到谁在什么时候看过。</p>
<h2>对结果不满意</h2>
<p>不予确认或者减发、停发，都会书面告诉您理由。可以在60日内申请行政复议，也可以在6个月内向人民法院起诉，<a href="/app/my">在“我的办件”里</a>能看到每一条是怎么算的。</p>
<h2>找谁</h2>
<ul class="list"><li><div><b>${view.city.name}</b><span class="tel">${telephone(view.city.telephone)}</span></div></li>${view.offices.map(
      (o) =>
        html`<li><div><b>${o.name}</b><small>${o.divisionName} ${o.address}${o.hours && html`，${o.hours}`}</small><span class="tel">${telephone(o.telephone)}</span></div></li>`,
    )}</ul>`,
  );

/** 404 for people: what happened, and where to go. */
export const missingPage = (view: MissingView): string =>
  page(
    view,
    '没有找到这个页面',
    html`<h1>没有找到这个页面</h1><p class="lead">${view.message ?? '网址可能已经变更，或者内容已经撤下。'}</p><div class="row"><a class="button" href="/">回到首页</a></div><p>也可以打 ${telephone(view.city.telephone)} 问。</p>`,
  );
