// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QtConcurrentRun>

#include <type_traits>
#include <utility>

namespace whimbrel {

/// Does pure work on a snapshot in another thread, and hands what came of it to `then` in the
/// context's thread. Nothing is handed over once the context is gone: QFuture::then() with a
/// context that dies first is an error in Qt 6.4, hence this.
template <class Work, class Then>
void inBackground(QObject* context, Work work, Then then)
{
    using T = std::invoke_result_t<Work>;
    auto* watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
        [watcher, then = std::move(then)]() mutable {
            watcher->deleteLater();
            then(watcher->result());
        });
    watcher->setFuture(QtConcurrent::run(std::move(work)));
}

} // namespace whimbrel
