"""What the proofs about gradients take for granted: the loss, the chain rule, formal power series."""

from theory.kernel.derivation import Premise

LOSS = Premise(
    "loss",
    r"the loss is a differentiable function of $h_0, \ldots, h_{k-1}$ with derivative $W_j$ in $h_j$; for $L$ it is a "
    r"sum of squared norms of $R_j = h_j - g_j$",
)
CHAIN_RULE = Premise(
    "chain-rule",
    r"chain rule: the gradient of a loss is the sum of those of $\langle W_j, h_j \rangle$, each $W_j$ held constant",
)
SERIES = Premise(
    "series",
    r"formal power series: $R = (I - zA)^{-1} = \sum_j z^j A^j$, and two series are equal when all coefficients are",
)
