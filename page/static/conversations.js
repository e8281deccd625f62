// The conversations kept in this browser: one entry of its storage each, listed, opened, renamed and
// deleted here. What is kept is data; the server verifies it again before it is shown, and titles
// are only ever set as text.
(window.rapporteur ??= {}).conversations = (() => {
  const ENTRY = 'rapporteur-conversation:';
  const OPEN = 'rapporteur-open';
  const LONGEST_TITLE = 120;
  const when = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit',
  });
  let host = null;
  let server = null;
  let problem = '';

  function read(id) {
    try {
      const found = JSON.parse(localStorage.getItem(ENTRY + id));
      return found && typeof found.title === 'string' && Array.isArray(found.turns) ? found : null;
    } catch { return null; }  // nothing kept, or nothing that is a conversation
  }

  function write(entry) {
    try {
      localStorage.setItem(ENTRY + entry.id, JSON.stringify(entry));
      problem = '';
    } catch {
      problem = 'This conversation is not kept: the browser gives no more room. Delete older ones.';
    }
  }

  function all() {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(ENTRY));
    return names.map((name) => read(name.slice(ENTRY.length))).filter(Boolean)
      .sort((one, other) => String(other.date).localeCompare(String(one.date)));
  }

  // A tab goes on with its own conversation, a new one with that which was open last.
  function openId() { return sessionStorage.getItem(OPEN) ?? localStorage.getItem(OPEN) ?? ''; }

  function setOpen(id) {
    sessionStorage.setItem(OPEN, id);
    try { localStorage.setItem(OPEN, id); } catch { /* told when the conversation is written */ }
    show();
  }

  // Keeps what the server sends after each answer.
  function keep(text) {
    if (!text) return;
    const { id, version, turns } = JSON.parse(text);
    const title = read(id)?.title || turns[0].question.slice(0, LONGEST_TITLE);
    write({ id, version, title, date: new Date().toISOString(), turns });
    setOpen(id);
  }

  // The conversation to show when the page loads, "" for none.
  function current() {
    return localStorage.getItem(ENTRY + openId()) ?? '';
  }

  function make(name, properties, ...children) {
    const made = document.createElement(name);
    const { label, ...rest } = properties;
    Object.assign(made, name === 'button' ? { type: 'button' } : {}, rest);
    if (label) made.setAttribute('aria-label', label);
    made.append(...children);
    return made;
  }

  // `tells` are the ways to tell the server: recall(kept) and leave().
  function attach(element, tells) {
    host = element;
    server = tells;
    localStorage.removeItem('rapporteur-conversation');  // how the page kept a single one once
    toggle().addEventListener('click', () => expand(toggle().getAttribute('aria-expanded') !== 'true'));
    element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.target.tagName === 'INPUT') return;
      expand(false);
      toggle().focus();
    });
    window.addEventListener('storage', show);
    show();
  }

  function toggle() { return host.querySelector('#kept-toggle'); }
  function list() { return host.querySelector('#kept-list'); }

  function expand(wide) {
    toggle().setAttribute('aria-expanded', String(wide));
    list().hidden = !wide;
    if (wide) show();
  }

  function show() {
    if (!host) return;
    const kept = all();
    const number = kept.length === 1 ? '1 conversation' : `${kept.length} conversations`;
    toggle().textContent = `${number} kept in this browser`;
    toggle().hidden = !kept.length && list().hidden;
    host.querySelector('#kept-problem').textContent = problem;
    if (!list().hidden) list().replaceChildren(...kept.map(item));
  }

  function item(entry) {
    const open = entry.id === openId();
    const count = entry.turns.length === 1 ? '1 question' : `${entry.turns.length} questions`;
    const date = Number.isNaN(Date.parse(entry.date)) ? '' : `${when.format(new Date(entry.date))} · `;
    const title = make('button', {
      className: 'kept-title', dir: 'auto', textContent: entry.title, onclick: () => choose(entry),
    });
    if (open) title.setAttribute('aria-current', 'true');
    const about = make('span', {
      className: 'kept-about', textContent: `${date}${count}${open ? ' · shown now' : ''}`,
    });
    const row = make('li', {}, make('div', { className: 'kept-words' }, title, about));
    row.append(make(
      'div', { className: 'kept-tools' },
      make('button', {
        textContent: 'Rename', label: `Rename “${entry.title}”`, onclick: () => rename(row, entry),
      }),
      make('button', {
        textContent: 'Delete', label: `Delete “${entry.title}”`, onclick: () => drop(row, entry),
      }),
    ));
    return row;
  }

  function choose(entry) {
    expand(false);
    toggle().focus();
    // Another tab may have gone on with it, or deleted it.
    const kept = localStorage.getItem(ENTRY + entry.id);
    if (!kept) { show(); return; }
    setOpen(entry.id);
    server.recall(kept);
  }

  function rename(row, entry) {
    const box = make('input', {
      value: entry.title, maxLength: LONGEST_TITLE, dir: 'auto', label: 'Title of the conversation',
    });
    const back = () => { show(); focusOn(entry.id, 0); };
    const done = () => {
      const title = box.value.trim();
      const latest = read(entry.id);
      if (title && latest) write({ ...latest, title });
      back();
      announce(`Renamed: ${title || entry.title}`);
    };
    box.addEventListener('keydown', (event) => {
      if (!['Enter', 'Escape'].includes(event.key)) return;
      event.preventDefault();  // else the key would also press what gets the focus
      if (event.key === 'Enter') done(); else back();
    });
    row.replaceChildren(box, make(
      'div', { className: 'kept-tools' },
      make('button', { textContent: 'Save', onclick: done }),
      make('button', { textContent: 'Cancel', onclick: back }),
    ));
    box.select();
    box.focus();
  }

  function drop(row, entry) {
    const latest = read(entry.id) || entry;
    const open = entry.id === openId();
    localStorage.removeItem(ENTRY + entry.id);
    if (open) { setOpen(''); server.leave(); } else show();
    const undo = make('button', {
      textContent: 'Undo',
      label: `Undo: keep “${entry.title}”`,
      onclick: () => { write(latest); show(); focusOn(entry.id, 0); announce(`Kept: ${entry.title}`); },
    });
    const gone = make(
      'li', { className: 'kept-gone' },
      make('span', { dir: 'auto', textContent: `Deleted: ${entry.title}` }), undo,
    );
    list().prepend(gone);
    undo.focus();
    announce(`Deleted: ${entry.title}`);
  }

  function focusOn(id, control) {
    const at = all().findIndex((entry) => entry.id === id);
    list().children[at]?.querySelectorAll('button')[control]?.focus();
  }

  function announce(words) {
    const live = document.querySelector('#announcer [role=status]') || host.querySelector('#kept-told');
    live.textContent = words;
  }

  return { attach, keep, current, forget: () => setOpen('') };
})();
// The page may have been laid out before this came: it waits for this.
window.dispatchEvent(new Event('rapporteur-conversations'));
