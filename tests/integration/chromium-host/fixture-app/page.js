document.body.dataset.module = "loaded";
window.received = [];
window.unsubscribe = window.fixture.subscribe((value) => window.received.push(value));
