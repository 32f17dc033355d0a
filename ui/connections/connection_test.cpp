// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/connections/connection_test.h"

#include "ui/session/background.h"

namespace whimbrel {

ConnectionTest::ConnectionTest(QObject* parent)
    : QObject(parent)
{ }

ConnectionTest::~ConnectionTest()
{
    cancel();
}

void ConnectionTest::start(const ConnectionUrl& url)
{
    cancel();
    m_interrupter = std::make_shared<Interrupter>();
    inBackground(
        this, [url, stop = m_interrupter] { return inspectConnection(url, stop); },
        [this, stop = m_interrupter](const Result<ConnectionReport>& found) {
            if (m_interrupter != stop) {
                return;
            }
            m_interrupter.reset();
            if (found) {
                emit succeeded(*found);
            } else {
                emit failed(found.error());
            }
        });
}

void ConnectionTest::cancel()
{
    if (m_interrupter) {
        m_interrupter->cancel();
        m_interrupter.reset();
    }
}

} // namespace whimbrel
