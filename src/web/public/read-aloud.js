// 朗读: the browser's own voice reads a page. Only what it adds is its button: without scripts, or without a voice, the page is as it was.
(() => {
  const voice = window.speechSynthesis;
  const main = document.getElementById('main');
  const heading = main?.querySelector('h1');
  if (!voice || !window.SpeechSynthesisUtterance || !main || !heading) return;

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button plain noprint';
  const line = document.createElement('p');
  line.className = 'read-aloud';
  line.append(button);
  heading.after(line);

  const BLOCKS = 'h1,h2,h3,p,li,dt,dd,th,td,summary';
  // One sentence or line at a time: long texts are cut off by some engines, and the place that is being read can be shown.
  const blocks = () =>
    [...main.querySelectorAll(BLOCKS)].filter(
      (block) =>
        !block.closest('nav,.read-aloud,.crumb,[aria-hidden="true"]') &&
        !block.querySelector(BLOCKS) &&
        block.getClientRects().length > 0 &&
        block.textContent.trim() !== '',
    );

  let turn = 0;
  let shown = null;
  const show = (block) => {
    shown?.classList.remove('being-read');
    block?.classList.add('being-read');
    shown = block;
  };
  const say = (reading) => {
    button.textContent = reading ? '停止朗读' : '朗读这一页';
    button.setAttribute('aria-pressed', String(reading));
  };
  const stop = () => {
    turn += 1;
    voice.cancel();
    show(null);
    say(false);
  };
  const read = () => {
    stop();
    const own = turn;
    say(true);
    const rest = blocks();
    const next = () => {
      if (own !== turn) return;
      const block = rest.shift();
      if (!block) return stop();
      const words = new SpeechSynthesisUtterance(block.textContent.replace(/\s+/g, ' ').trim());
      words.lang = 'zh-CN';
      words.rate = 0.9;
      words.onstart = () => own === turn && show(block);
      words.onend = next;
      words.onerror = () => own === turn && stop();
      voice.speak(words);
    };
    next();
  };
  button.addEventListener('click', () => (button.getAttribute('aria-pressed') === 'true' ? stop() : read()));
  window.addEventListener('pagehide', stop);
  say(false);
})();
