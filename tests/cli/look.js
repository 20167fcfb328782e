<script>
// Finds what a reader would see as a fault: a page wider than its window, texts of charts that are cut or lie on each other.
window.addEventListener('load', () => {
  const found = [];
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 1) found.push(`the page is ${wide} px wider than its window`);
  for (const svg of document.querySelectorAll('svg')) {
    const box = svg.getBoundingClientRect();
    if (box.width === 0) continue;
    const title = svg.closest('figure')?.querySelector('figcaption')?.textContent.slice(0, 60) ?? '';
    const texts = [...svg.querySelectorAll('text')]
      .map(text => ({ says: text.textContent.trim(), at: text.getBoundingClientRect() }))
      .filter(text => text.says && text.at.width > 0);
    for (const { says, at } of texts) {
      const cut = at.left < box.left - 1.5 || at.right > box.right + 1.5 || at.top < box.top - 1.5 || at.bottom > box.bottom + 1.5;
      if (cut) found.push(`${title}: "${says}" is cut`);
    }
    texts.forEach((one, n) => texts.slice(n + 1).forEach(other => {
      const x = Math.min(one.at.right, other.at.right) - Math.max(one.at.left, other.at.left);
      const y = Math.min(one.at.bottom, other.at.bottom) - Math.max(one.at.top, other.at.top);
      // Lines of text may touch, not cross.
      const lie = x > 1.5 && y > 0.35 * Math.min(one.at.height, other.at.height);
      if (lie) found.push(`${title}: "${one.says}" lies on "${other.says}"`);
    }));
  }
  const told = document.createElement('pre');
  told.id = 'found';
  told.textContent = found.join('\n');
  document.body.prepend(told);
});
</script>
