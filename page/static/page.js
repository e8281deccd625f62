// What the page does by itself: focus, copying, downloads, keys, and watching for readiness.
// No text is ever made into markup here; the server escapes all that it sends.
window.rapporteur = Object.assign(window.rapporteur ?? {}, (() => {
  let opener = null;
  let renewed = false;
  let worked = null;

  // The control that opened a source gets the focus back when the source is closed.
  function remember(control) {
    if (control.closest('#conversation, #listing, #verdicts, #timeline, #bulletin, #board')) opener = control;
    renewed = ['seen', 'unfollow'].includes(control.dataset.event);
    worked = control.closest('#board') && control.dataset.point ? { ...control.dataset } : null;
  }

  // After a component's markup was renewed: mark what is open, bring what is new into view.
  function settle(element) {
    const source = element.querySelector('.source');
    const beside = element.closest('.beside');
    if (beside) {
      // On a narrow screen the source covers the rest, which then can't be reached by keyboard.
      const covering = Boolean(source) && getComputedStyle(beside).position === 'fixed';
      beside.parentElement.querySelector('.talk').inert = covering;
      if (source) showSource(source);
      else if (opener && opener.isConnected) opener.focus();
      for (const cite of document.querySelectorAll('.cite')) {
        cite.setAttribute('aria-expanded', String(Boolean(source) && cite === opener));
      }
    }
    if (renewed && element.closest('#bulletin')) {
      // The button that was used is gone with what it stood beside.
      renewed = false;
      (element.querySelector('.summary') || document.querySelector('#follow-topic :is(input, textarea)'))?.focus();
    }
    if (worked && element.closest('#board')) {
      // The same control beside the same point, or where that is gone, what was done.
      const { point, does } = worked;
      worked = null;
      (element.querySelector(`[data-point="${Number(point)}"][data-does="${does}"]`) ||
        element.querySelector('.summary'))?.focus();
    }
    const turns = element.querySelector('.turns');
    if (turns && turns.dataset.turns !== turns.dataset.seen) {
      turns.dataset.seen = turns.dataset.turns;
      turns.lastElementChild.scrollIntoView({ block: 'start', behavior: motion() });
    }
  }

  function showSource(source) {
    if (!source.contains(document.activeElement)) source.focus({ preventScroll: true });
    const text = source.querySelector('.source-text');
    const mark = text.querySelector('mark.current');
    // On a narrow screen the whole panel scrolls, on a wide one the text in it.
    const scroller = getComputedStyle(text).overflowY === 'auto' ? text : source;
    if (!mark) { scroller.scrollTop = 0; return; }
    const offset = mark.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += offset - Math.min(scroller.clientHeight / 3, 140);
  }

  function motion() {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  }

  async function copyText(text, button) {
    try {
      await navigator.clipboard.writeText(text);
      said(button, 'Copied');
    } catch {
      said(button, 'Copying was not allowed by the browser');
    }
  }

  function said(button, words) {
    const control = button || document.querySelector('#copy');
    const before = control.dataset.label || control.textContent;
    control.dataset.label = before;
    control.textContent = words;
    setTimeout(() => { control.textContent = before; }, 2000);
    const live = document.querySelector('#announcer [role=status]');
    if (live) live.textContent = words;
  }

  // Saves a file that came as base64.
  function save(data, name) {
    if (!data) return;
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([bytes]));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // Leads to the place where documents are added. On a narrow screen some tabs are in a menu.
  function openTab(name) {
    const tabs = [...document.querySelectorAll('[role=tab], .overflow-dropdown button')];
    tabs.find((tab) => tab.textContent.trim() === name)?.click();
    setTimeout(() => document.querySelector('#adding .label-wrap:not(.open)')?.click(), 100);
  }

  document.addEventListener('click', (event) => {
    const control = event.target.closest('[data-copy], [data-tab], [data-reveal], [data-conceal]');
    if (!control) return;
    const { copy, tab, reveal, conceal } = control.dataset;
    if (copy) copyText(copy, control);
    if (tab) openTab(tab);
    if (reveal || conceal) {
      const part = document.getElementById(reveal || conceal);
      part.hidden = Boolean(conceal);
      (conceal ? part.previousElementSibling : part.querySelector('button')).focus();
    }
  });

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const source = event.target.closest?.('.source') || document.querySelector('.source');
    source?.querySelector('[data-event=close]')?.click();
  });

  // Until questions can be answered, the page says why; then it shows what the library holds.
  async function awaitReady(waited = false) {
    const shown = document.querySelector('[data-ready]');
    let health = { ready: false, reason: 'The app does not answer: is it still running?' };
    try { health = await (await fetch('/healthz')).json(); } catch { /* said by the reason above */ }
    if (shown) {
      shown.hidden = health.ready;
      if (shown.textContent !== health.reason) shown.textContent = health.reason;
    }
    if (health.ready && shown) {
      if (waited) document.querySelector('#refresh')?.click();
      return;
    }
    setTimeout(() => awaitReady(true), 1000);
  }

  // The button that was pressed to add goes, and would take the keyboard's place with it: first to
  // Cancel, at the end to what came of it.
  function toCancel(tries = 40) {
    const button = document.querySelector('#cancel');
    if (button && button.offsetParent) button.focus();
    else if (tries) setTimeout(toCancel, 50, tries - 1);
  }

  function toResults(tries = 20) {
    if (document.activeElement && document.activeElement !== document.body) {
      if (tries) setTimeout(toResults, 50, tries - 1);
      return;
    }
    const told = document.querySelector('#adding .results [role=status]');
    if (told) { told.tabIndex = -1; told.focus(); }
  }

  function label() {
    const box = document.querySelector('#question textarea');
    if (!box) { setTimeout(label, 50); return; }
    box.setAttribute('aria-label', 'Your question');
    document.querySelector('#find input, #find textarea')?.setAttribute('aria-label', 'Find documents');
    document.querySelector('#follow-topic input, #follow-topic textarea')
      ?.setAttribute('aria-label', 'Topic to follow');
    document.documentElement.lang = 'en';
    awaitReady();
  }
  label();

  return { remember, settle, copyText, save, toCancel, toResults };
})());
