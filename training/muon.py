"""Muon for the weights of convolutions, Adam for the rest, in one optimizer whose state is saved and resumed as one.

Muon: Keller Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/ : the momentum M of a matrix is replaced by the nearest
semi-orthogonal one, found by a quintic Newton-Schulz iteration. Updates are scaled to Adam's usual size (arXiv:2502.16982, section 2.2),
so both halves share one learning rate.
"""
import torch

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
ADAM_SIZE = 0.2


def orthogonalized(momentum: torch.Tensor, steps: int = 5) -> torch.Tensor:
    a, b, c = COEFFICIENTS
    x = momentum.bfloat16()
    wide = x.shape[0] <= x.shape[1]
    x = x if wide else x.T
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x if wide else x.T).to(momentum.dtype)


class Muon(torch.optim.Optimizer):
    def __init__(self, module: torch.nn.Module, *, rate: float, momentum=0.95, betas=(0.9, 0.98), weight_decay=0.01):
        def suits(parameter):
            return parameter.ndim == 4 and min(parameter.shape[0], parameter[0].numel()) >= 32

        trained = [p for p in module.parameters() if p.requires_grad]
        super().__init__(
            [
                {'params': [p for p in trained if suits(p)], 'kind': 'muon'},
                {'params': [p for p in trained if not suits(p)], 'kind': 'adam'},
            ],
            {'lr': rate, 'momentum': momentum, 'betas': betas, 'weight_decay': weight_decay},
        )

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group['params']:
                if parameter.grad is not None:
                    (self.muon_step if group['kind'] == 'muon' else self.adam_step)(parameter, group)

    def muon_step(self, parameter, group):
        state = self.state[parameter]
        gradient = parameter.grad.flatten(1)
        if not state:
            state['momentum'] = torch.zeros_like(gradient)
        state['momentum'].lerp_(gradient, 1 - group['momentum'])
        update = orthogonalized(gradient.lerp(state['momentum'], group['momentum']))
        size = ADAM_SIZE * max(update.shape) ** 0.5
        parameter.mul_(1 - group['lr'] * group['weight_decay'])
        parameter.add_(update.view_as(parameter), alpha=-group['lr'] * size)

    def adam_step(self, parameter, group):
        state = self.state[parameter]
        if not state:
            state.update(step=0, mean=torch.zeros_like(parameter), square=torch.zeros_like(parameter))
        state['step'] += 1
        (early, late), step = group['betas'], state['step']
        state['mean'].lerp_(parameter.grad, 1 - early)
        state['square'].lerp_(parameter.grad.square(), 1 - late)
        spread = (state['square'] / (1 - late**step)).sqrt_().add_(1e-8)
        parameter.addcdiv_(state['mean'], spread, value=-group['lr'] / (1 - early**step))
